package dev.escapement.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code esc dead-letters discard}. */
@Command(
        name = "discard",
        description =
                "Hides dead letters. Their objects stay untried until their spec changes, also over restarts of the operator.",
        footer = {
            "",
            "Examples:",
            "  esc dead-letters discard web-1-0a1b2c3d4e -n shop",
            "  esc dead-letters discard --fingerprint d057187a6a -A --dry-run"
        })
final class DeadLettersDiscardCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LetterTargets targets = new LetterTargets();

    @Override
    public Integer call() throws InterruptedException {
        return targets.annotate(spec.commandLine(), "discard", DeadLetterRequests.DISCARD, Consent.ofTerminal());
    }
}
