package dev.escapement.cli;

/** How much this process logs; simplelogger.properties has the rest. */
final class Logging {
    private Logging() {}

    /** Sets the level of all loggers of ours and the authors'. It concerns loggers that have not been made yet. */
    static void level(String level) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", level);
    }
}
