package dev.escapement.cli;

/** How much this process logs; simplelogger.properties has the rest. */
final class Logging {
    private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private Logging() {}

    /** Sets the level of all loggers of ours and the authors'. It concerns loggers that have not been made yet. */
    static void level(String level) {
        System.setProperty(LEVEL, level);
    }

    /** Leaves out what is no warning, unless the user has asked for more. */
    static void quietly() {
        if (System.getProperty(LEVEL) == null) {
            level("warn");
        }
    }
}
