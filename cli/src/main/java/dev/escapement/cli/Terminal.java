package dev.escapement.cli;

import java.io.Console;
import java.util.Optional;

/** Whether somebody looks on. */
final class Terminal {
    private Terminal() {}

    /** Whether both what is typed and what is printed are on a terminal. */
    static boolean isThere() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
}
