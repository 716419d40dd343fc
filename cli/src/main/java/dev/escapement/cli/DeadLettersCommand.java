package dev.escapement.cli;

import picocli.CommandLine.Command;

/** {@code esc dead-letters}. */
@Command(
        name = "dead-letters",
        aliases = "dl",
        description = {"Shows what operators have given up on, and has it tried again.", "Without a COMMAND, it lists."
        },
        preprocessor = ListUnlessTold.class,
        subcommands = {
            DeadLettersListCommand.class,
            DeadLettersShowCommand.class,
            DeadLettersReplayCommand.class,
            DeadLettersDiscardCommand.class
        },
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Examples:",
            "  esc dead-letters",
            "  esc dead-letters list -A --group",
            "  esc dead-letters show web-1-0a1b2c3d4e -n shop",
            "  esc dead-letters replay --fingerprint d057187a6a -A"
        })
final class DeadLettersCommand {}
