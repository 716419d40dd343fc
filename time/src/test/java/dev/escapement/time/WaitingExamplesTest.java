package dev.escapement.time;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The examples of docs/waiting.md. */
@Timeout(30)
class WaitingExamplesTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Stop stop = Stop.create(clock);
    private final List<String> done = new CopyOnWriteArrayList<>();
    private int asked;

    @Test
    void thePagesExamplesAreRunHere() throws IOException {
        new Page("waiting.md").hasItsExamplesIn(WaitingExamplesTest.class);
    }

    @Test
    void waitsUntilSomethingIsReady() throws Exception {
        var looking = Thread.ofVirtual().start(() -> {
            try {
                ready(clock);
            } catch (IOException | InterruptedException | TimeoutException e) {
                done.add(e.toString());
            }
        });
        for (int i = 0; i < 2; i++) {
            clock.awaitPending(1);
            clock.step();
        }
        looking.join();
        assertThat(asked).isEqualTo(3);
        assertThat(done).isEmpty();
    }

    private void ready(Clock clock) throws IOException, InterruptedException, TimeoutException {
        var wait = Wait.on(clock);
        wait.pollUntilContextTimeout(stop, Duration.ofSeconds(1), Duration.ofMinutes(1), true, _ -> serverIsReady());
    }

    @Test
    void runsUntilItIsStopped() throws Exception {
        var wait = Wait.on(clock);
        stop.request("the operator is shutting down");
        wait.nonSlidingUntil(stop, Duration.ofSeconds(30), limited -> renewLease(limited));
        assertThat(done).isEmpty();
    }

    @Test
    void triesAgain() throws Exception {
        var wait = Wait.on(clock);
        var backoff = Backoff.exponential(Duration.ofMillis(100))
                .cap(Duration.ofSeconds(5))
                .attempts(10);
        wait.exponentialBackoffWithContext(stop, backoff, _ -> tryToConnect());
        assertThat(done).containsExactly("connected");
    }

    @Test
    void stopsWithAReason() throws Exception {
        stop.onStop(() -> closeSockets());
        try (var child = stop.until(Deadline.after(clock, Duration.ofMinutes(5)))) {
            stop.request("the lease was lost");
            assertThat(child.await(Duration.ofSeconds(10))).isTrue(); // at once
            assertThatThrownBy(child::throwIfRequested).hasMessage("stopped: the lease was lost");
        }
        assertThat(done).containsExactly("sockets closed");
    }

    @Test
    void runsTasksThatEndTogether() throws Exception {
        var hosts = List.of("a", "b", "c");
        try (var group = Group.<IOException>under(stop, 2)) {
            for (var host : hosts) {
                group.start(limited -> ping(host, limited));
            }
            group.await();
        }
        assertThat(done).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void looksWhenItIsTold() throws Exception {
        var wait = Wait.on(clock);
        var signal = new Signal();
        onChange(signal::raise);
        wait.waitFor(stop, signal, _ -> hasSynced());
        assertThat(done).containsExactly("synced");
    }

    private void closeSockets() {
        done.add("sockets closed");
    }

    private boolean serverIsReady() throws IOException {
        return ++asked == 3;
    }

    private void renewLease(Stop limited) {
        done.add("renewed, unless " + limited.isRequested());
    }

    private boolean tryToConnect() {
        return done.add("connected");
    }

    private static void onChange(Runnable listener) {
        listener.run();
    }

    private boolean hasSynced() {
        return done.add("synced");
    }

    private void ping(String host, Stop limited) throws IOException {
        limited.throwIfRequested();
        done.add(host);
    }
}
