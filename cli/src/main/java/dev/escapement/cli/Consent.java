package dev.escapement.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

import picocli.CommandLine;

/** Asks whether something is to be done. */
@FunctionalInterface
interface Consent {
    /** Whether somebody agrees. */
    boolean given(CommandLine line, String what);

    /** Asks on the terminal. Where there is none, there is nobody to ask, and the command has to say it. */
    static Consent ofTerminal() {
        return (line, what) -> {
            var console = Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .orElseThrow(() ->
                            new Failure(2, "this would " + what + ": say --yes to do it, there is nobody to ask"));
            var answer = console.readLine("Really %s? [y/N] ", what);
            boolean agreed =
                    answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
            if (!agreed) {
                line.getErr().println("Nothing was done.");
                line.getErr().flush();
            }
            return agreed;
        };
    }
}
