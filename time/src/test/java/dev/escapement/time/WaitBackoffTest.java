package dev.escapement.time;

import java.util.stream.Stream;

import dev.escapement.time.Trial.Row;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class WaitBackoffTest {
    private static final Backoff BACKOFF =
            Backoff.exponential(ofSeconds(1)).cap(ofSeconds(4)).jitter(0).attempts(5);

    private static Stream<Row> backoffs() {
        return Stream.of(
                new Row(
                        "exponentialBackoff looks now, then after growing delays",
                        "0 1 3 | returns at 3",
                        t -> t.wait.exponentialBackoff(BACKOFF, t.metAt(3).condition())),
                new Row(
                        "exponentialBackoff goes on at the cap, and does not sleep after its last attempt",
                        "0 1 3 7 11 | TimeoutException at 11",
                        t -> t.wait.exponentialBackoff(BACKOFF, t.condition())),
                new Row(
                        "exponentialBackoff with one attempt looks once",
                        "0 | TimeoutException at 0",
                        t -> t.wait.exponentialBackoff(BACKOFF.attempts(1), t.condition())),
                new Row(
                        "exponentialBackoff without a number of attempts has no end",
                        "0 1 3 7 11 15 19 | returns at 19",
                        t -> t.wait.exponentialBackoff(
                                BACKOFF.attempts(0), t.metAt(7).condition())),
                new Row(
                        "exponentialBackoff waits after a look has ended",
                        "0 3 5 | returns at 5",
                        t -> t.wait.exponentialBackoff(
                                BACKOFF, t.lasting(2).metAt(3).condition())),
                new Row(
                        "exponentialBackoff ends with what the condition throws",
                        "0 1 | IOException at 1",
                        t -> t.wait.exponentialBackoff(BACKOFF, t.failingAt(2).condition())),
                new Row(
                        "exponentialBackoffWithContext tells a stop, which wakes it at once",
                        "0 1 | StoppedException at 2",
                        t -> t.stoppedAfter(2).wait.exponentialBackoffWithContext(t.stop, BACKOFF, t.condition())),
                new Row(
                        "exponentialBackoffWithContext does not look when it is stopped already",
                        " | StoppedException at 0",
                        t -> t.stopped()
                                .wait
                                .exponentialBackoffWithContext(
                                        t.stop, BACKOFF, t.metAt(1).condition())),
                new Row(
                        "exponentialBackoffWithContext tells that its attempts are used up",
                        "0 1 | TimeoutException at 1",
                        t -> t.wait.exponentialBackoffWithContext(t.stop, BACKOFF.attempts(2), t.condition())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backoffs")
    void ends(Row row) throws Exception {
        assertThat(new Trial().run(row.call())).isEqualTo(row.expected());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backoffs")
    void anInterruptEndsItBeforeALook(Row row) {
        assertThat(new Trial().interrupted(row.call())).isInstanceOf(InterruptedException.class);
    }
}
