/** Time as a dependency, on nothing but the JDK. */
module dev.escapement.time {
    requires static transitive org.jspecify;

    exports dev.escapement.time;
}
