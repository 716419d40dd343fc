package dev.escapement.cli;

import java.io.PrintWriter;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The {@code esc} command. */
@Command(
        name = "esc",
        description = "Runs Kubernetes operators that are written in Java, one file each.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        scope = ScopeType.INHERIT,
        usageHelpAutoWidth = true,
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            ApiServerCommand.class,
            CrdsCommand.class,
            NewCommand.class,
            PackageCommand.class,
            DoctorCommand.class,
            TopCommand.class,
            WhyCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            WorkersCommand.class,
            VerboseCommand.class,
            DeadLettersCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  esc demo                          see an operator at work",
            "  esc run Websites.java --crds      run one on the cluster that kubectl uses",
            "  esc run Websites.java --embedded  run one on an API server of its own"
        })
final class Main {
    private Main() {}

    /** Sets how much is logged. It has to be set before the first logger is made, which is when the command runs. */
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Log what happens in detail.")
    void verbose(boolean on) {
        if (on) {
            Logging.level("debug");
        }
    }

    /** Runs the command that the arguments name. */
    public static void main(String[] args) {
        Logging.prepare();
        int status = commandLine().execute(args);
        // As with `java FILE`, status 0 ends nothing: threads that an author's main has left behind may go on.
        if (status != 0) {
            System.exit(status);
        }
    }

    /** What people have typed: kubectl's plugin says so. */
    private static String commandName() {
        var said = System.getenv("ESC_COMMAND");
        return said == null || said.isBlank() ? "esc" : said;
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Main()).setCommandName(commandName());
        line.setParameterExceptionHandler((failure, _) -> explain(failure));
        line.setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof Failure told) {
                if (!told.getMessage().isEmpty()) {
                    say(command, told.getMessage());
                }
                return told.status();
            }
            throw failure;
        });
        return line;
    }

    private static int explain(ParameterException failure) {
        var command = failure.getCommandLine();
        say(command, String.valueOf(failure.getMessage()));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return 2;
    }

    /** Tells the person who gave a command something, on stderr. */
    static void say(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + message);
        err.flush();
    }
}
