package dev.escapement.cli;

import dev.escapement.cli.Sequence.Seen;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SequenceTest {
    private final Sequence<String> sequence = new Sequence<>();

    @Test
    void whatWasMadeFirstComesFirst() {
        sequence.add(new Seen<>(1, "101", "effect"));
        sequence.add(new Seen<>(2, "99", "cause"));

        assertThat(sequence.takeUntil(2)).extracting(Seen::what).containsExactly("cause", "effect");
    }

    @Test
    void whatIsDueTakesItsCausesWithItAndGivesThemItsTime() {
        sequence.add(new Seen<>(1, "101", "effect"));
        sequence.add(new Seen<>(5, "99", "cause"));
        sequence.add(new Seen<>(5, "102", "next"));

        assertThat(sequence.takeUntil(1)).containsExactly(new Seen<>(1, "99", "cause"), new Seen<>(1, "101", "effect"));
        assertThat(sequence.takeUntil(4)).isEmpty();
        assertThat(sequence.takeUntil(5)).containsExactly(new Seen<>(5, "102", "next"));
    }
}
