package dev.escapement.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code esc dead-letters replay}. */
@Command(
        name = "replay",
        description = "Has the objects of dead letters tried once more; a letter comes back if that fails.",
        footer = {
            "",
            "Examples:",
            "  esc dead-letters replay web-1-0a1b2c3d4e -n shop",
            "  esc dead-letters replay --fingerprint d057187a6a -A --dry-run"
        })
final class DeadLettersReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LetterTargets targets = new LetterTargets();

    @Override
    public Integer call() throws InterruptedException {
        return targets.annotate(spec.commandLine(), "replay", DeadLetterRequests.RELEASE, Consent.ofTerminal());
    }
}
