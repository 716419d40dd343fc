package dev.escapement.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Asks whether something is to be done. */
@FunctionalInterface
interface Consent {
    /**
     * Returns if somebody agrees.
     *
     * @throws Failure if not, or if there is nobody to ask
     */
    void ask(String what);

    /** Asks on the terminal. Where there is none, there is nobody to ask, and the command has to say it. */
    static Consent ofTerminal() {
        return what -> {
            var console = Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .orElseThrow(() ->
                            new Failure(2, "this would " + what + ": say --yes to do it, there is nobody to ask"));
            var answer = console.readLine("Really %s? [y/N] ", what);
            if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
                throw new Failure(1, "nothing was done");
            }
        };
    }
}
