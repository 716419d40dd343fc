package dev.escapement.time;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class WaitForTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Wait wait = Wait.on(clock);
    private final Stop stop = Stop.create(clock);
    private final Signal signal = new Signal();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void looksEachTimeTheSignalIsRaised() throws Exception {
        var looked = new Semaphore(0);
        var waiting = waiting(_ -> {
            looked.release();
            return looks.incrementAndGet() == 3;
        });
        for (int i = 0; i < 3; i++) {
            signal.raise();
            looked.acquire();
        }
        waiting.join();
        assertThat(looks).hasValue(3);
    }

    @Test
    void looksOnceForWhatIsRaisedBeforeAndDuringALook() throws Exception {
        signal.raise();
        signal.raise();
        wait.waitFor(stop, signal, _ -> {
            if (looks.get() == 0) {
                signal.raise();
                signal.raise();
            } else {
                signal.close();
            }
            return looks.incrementAndGet() == 3;
        });
        assertThat(looks).hasValue(3);
    }

    @Test
    void looksALastTimeWhenTheSignalIsClosed() {
        signal.raise();
        signal.close();
        signal.raise();
        assertThatThrownBy(() -> wait.waitFor(stop, signal, _ -> looks.incrementAndGet() == 2))
                .isInstanceOf(TimeoutException.class)
                .hasNoCause()
                .hasMessage("the condition was not met when its signal was closed");
        assertThat(looks).hasValue(1);
    }

    @Test
    void doesNotLookWhenItIsStoppedAlready() {
        signal.raise();
        stop.request("enough");
        assertThatThrownBy(() -> wait.waitFor(stop, signal, _ -> looks.incrementAndGet() == 1))
                .isInstanceOf(TimeoutException.class)
                .hasCauseInstanceOf(StoppedException.class)
                .hasMessage("the condition was not met before the stop: enough");
        assertThat(looks).hasValue(0);
    }

    @Test
    void aStopEndsTheWait() {
        var waiting = waiting(_ -> false);
        stop.request("enough");
        assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(StoppedException.class);
    }

    @Test
    void theDeadlineOfTheStopEndsTheWait() throws Exception {
        var limited = stop.until(Deadline.after(clock, Duration.ofSeconds(3)));
        var waiting = started(limited, _ -> false);
        clock.awaitPending(1);
        clock.advance(Duration.ofSeconds(3));
        assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(StoppedException.class);
    }

    @Test
    void whatTheConditionThrowsEndsTheWait() {
        signal.raise();
        assertThatThrownBy(() -> wait.waitFor(stop, signal, _ -> {
                    throw new IOException("broken");
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anInterruptEndsTheWait() {
        signal.raise();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> wait.waitFor(stop, signal, _ -> true)).isInstanceOf(InterruptedException.class);
    }

    private CompletableFuture<Void> waiting(Condition<RuntimeException> condition) {
        return started(stop, condition);
    }

    private CompletableFuture<Void> started(Stop limited, Condition<RuntimeException> condition) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        wait.waitFor(limited, signal, condition);
                    } catch (InterruptedException | TimeoutException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread::startVirtualThread);
    }
}
