package dev.escapement.cache;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What the log says of an outage. */
class OutageTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Outage outage = new Outage(clock, "maps");
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream usual = System.err;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(log, true, UTF_8));
    }

    @AfterEach
    void leave() {
        System.setErr(usual);
    }

    @Test
    void oneWarningWhenItBeginsAndOneLineWhenItIsOver() {
        for (int i = 0; i < 1000; i++) {
            outage.failed(new IllegalStateException("attempt " + i), false);
            clock.advance(Duration.ofSeconds(1));
        }
        outage.over(Duration.ofSeconds(1));
        outage.over(Duration.ofSeconds(1));
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst()).contains("WARN", "maps: not watching for now: attempt 0");
        assertThat(lines().getLast()).contains("INFO", "maps: watching again after 999000 ms");
    }

    @Test
    void eachSortOfFailureIsToldOnce() {
        for (int i = 0; i < 100; i++) {
            outage.failed(new IllegalStateException("one"), false);
            outage.failed(new IllegalStateException("other", new ArithmeticException()), false);
            outage.failed(new IllegalArgumentException("third"), false);
        }
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(1)).contains("maps: still not watching: other");
    }

    @Test
    void anErrorIsToldWithWhereItHappened() {
        outage.failed(new OutOfMemoryError("all gone"), false);
        outage.failed(new OutOfMemoryError("all gone"), false);
        assertThat(lines().getFirst()).contains("ERROR");
        assertThat(log.toString(UTF_8)).containsOnlyOnce("all gone").contains("at dev.escapement.cache.OutageTest");
    }

    @Test
    void whatSomebodyElseTellsIsNotToldTwice() {
        outage.failed(new IllegalStateException("known"), true);
        assertThat(lines()).isEmpty();
        outage.over(Duration.ZERO);
        assertThat(lines()).hasSize(1);
    }

    private List<String> lines() {
        return log.toString(UTF_8).lines().toList();
    }
}
