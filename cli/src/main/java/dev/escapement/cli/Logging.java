package dev.escapement.cli;

/** How much this process logs; simplelogger.properties has the rest. */
final class Logging {
    private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private static final String PROVIDER = "slf4j.provider";

    private Logging() {}

    /** Has log lines of a run say which object they are about; to be called before the first logger is made. */
    static void prepare() {
        if (System.getProperty(PROVIDER) == null) {
            System.setProperty(PROVIDER, LogProvider.class.getName());
            System.setProperty(
                    "slf4j.internal.verbosity", "WARN"); // SLF4J would say that it was told which one to take
        }
    }

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
