/** Keyed work queues, on nothing but the JDK and {@link dev.escapement.time}. */
module dev.escapement.queue {
    requires static transitive org.jspecify;
    requires transitive dev.escapement.time;

    exports dev.escapement.queue;
}
