/** Time as a dependency, on nothing but the JDK. */
module dev.escapement.time {
    requires static org.jspecify;

    exports dev.escapement.time;
}
