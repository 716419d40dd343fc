package dev.escapement.cli;

import dev.escapement.console.Console;
import dev.escapement.console.ConsolePart;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether an operator has a console, where, and whether one may act there. */
final class OwnConsole {
    @Option(
            names = "--console",
            paramLabel = "ADDRESS",
            arity = "0..1",
            fallbackValue = "",
            description = "Where its web console is: PORT, HOST:PORT or [IPv6]:PORT; unless set, port " + Console.PORT
                    + " of the loopback address, or any free one.")
    private @Nullable String address;

    @Option(names = "--console-actions", description = "Let people act in the console; else it only shows.")
    private boolean actions;

    @Option(names = "--no-console", description = "No console.")
    private boolean none;

    /** Has the operators that are run from now on have it so. */
    void apply(CommandLine line) {
        if (none && (address != null || actions)) {
            throw new ParameterException(line, "--no-console excludes --console and --console-actions");
        }
        set(none ? "" : address == null ? "" : address, actions, !none);
    }

    /** A console with actions on the usual address. */
    static void usual() {
        set("", true, true);
    }

    private static void set(String address, boolean actions, boolean on) {
        // The operators are made by their authors' main methods, in this process.
        System.setProperty(
                ConsolePart.PROPERTY, !on ? "" : actions ? "actions:" + address : address.isEmpty() ? "yes" : address);
    }
}
