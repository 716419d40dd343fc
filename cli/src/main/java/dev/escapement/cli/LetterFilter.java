package dev.escapement.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.escapement.client.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which letters: by the labels that operators give them. */
final class LetterFilter {
    @Option(names = "--fingerprint", paramLabel = "DIGITS", description = "Those with this fingerprint.")
    private @Nullable String fingerprint;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Those with these labels: escapement.dev/ operator, controller, kind.")
    private @Nullable String selector;

    @Option(names = "--discarded", description = "Also those that were discarded.")
    private boolean discarded;

    /** Whether a letter that is selected is wanted. */
    boolean wants(DeadLetterView letter) {
        return discarded || !letter.discarded();
    }

    /** Whether it selects. */
    boolean isGiven() {
        return fingerprint != null || selector != null;
    }

    Selection selection(String namespace) {
        var wanted = fingerprint == null ? null : "escapement.dev/fingerprint=" + fingerprint;
        return Selection.in(namespace)
                .labelled(Stream.of(wanted, selector)
                        .filter(one -> one != null && !one.isBlank())
                        .collect(Collectors.joining(",")));
    }
}
