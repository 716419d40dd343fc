package dev.escapement.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.escapement.time.Trial.Call;
import dev.escapement.time.Trial.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.escapement.time.Trial.seconds;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class WaitLoopsTest {
    private static final Duration SECOND = ofSeconds(1);

    private static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "forever runs now, and a period after each end, until the work throws",
                        "0 1.5 2.5 | IOException at 2.5",
                        t -> t.wait.forever(SECOND, t.lasting(0.5).failingAt(3).work())),
                new Row(
                        "until runs now, and a period after each end, until a stop, which wakes it at once",
                        "0 1.5 3.5 | returns at 4.25",
                        t -> t.stoppedAfter(4.25)
                                .wait
                                .until(t.stop, SECOND, t.lasting(0.5, 1).work())),
                new Row(
                        "until does not run when it is stopped already",
                        " | returns at 0",
                        t -> t.stopped().wait.until(t.stop, SECOND, t.work())),
                new Row(
                        "until does not run again when its work requests the stop",
                        "0 1 | returns at 1",
                        t -> t.wait.until(t.stop, SECOND, t.stoppingAt(2).work())),
                new Row(
                        "until ends with what its work throws",
                        "0 1 | IOException at 1",
                        t -> t.wait.until(t.stop, SECOND, t.failingAt(2).work())),
                new Row(
                        "until ends at its stop's deadline",
                        "0 1 2 | returns at 2.5",
                        t -> t.wait.until(t.stop.until(Deadline.after(t.clock, seconds(2.5))), SECOND, t.work())),
                new Row(
                        "nonSlidingUntil starts a period after each start",
                        "0 1 2 3 | returns at 3.5",
                        t -> t.stoppedAfter(3.5)
                                .wait
                                .nonSlidingUntil(
                                        t.stop, SECOND, t.lasting(0.5, 0.9).work())),
                new Row(
                        "nonSlidingUntil does not run when it is stopped already",
                        " | returns at 0",
                        t -> t.stopped().wait.nonSlidingUntil(t.stop, SECOND, t.work())),
                new Row(
                        "nonSlidingUntil catches up once at once, without a backlog, and then is on its grid again",
                        "0 3.5 4 5 | returns at 5.5",
                        t -> t.stoppedAfter(5.5)
                                .wait
                                .nonSlidingUntil(t.stop, SECOND, t.lasting(3.5).work())),
                new Row(
                        "nonSlidingUntil goes on at once after a run that lasts exactly to the grid",
                        "0 2 3 | returns at 3.5",
                        t -> t.stoppedAfter(3.5)
                                .wait
                                .nonSlidingUntil(t.stop, SECOND, t.lasting(2).work())),
                new Row(
                        "nonSlidingUntil is still on its grid after a stall in the middle",
                        "0 1 3.25 4 5 | IOException at 5",
                        t -> t.wait.nonSlidingUntil(
                                t.stop, SECOND, t.lasting(0, 2.25).failingAt(5).work())),
                new Row(
                        "jitterUntil slides if it is asked to",
                        "0 1.5 3 | returns at 3.5",
                        t -> t.stoppedAfter(3.5)
                                .wait
                                .jitterUntil(
                                        t.stop,
                                        SECOND,
                                        0,
                                        true,
                                        t.lasting(0.5, 0.5).work())),
                new Row(
                        "jitterUntil has a grid if it is not asked to slide, and no jitter with a negative factor",
                        "0 1 2 3 | returns at 3.5",
                        t -> t.stoppedAfter(3.5)
                                .wait
                                .jitterUntil(
                                        t.stop,
                                        SECOND,
                                        -1,
                                        false,
                                        t.lasting(0.5, 0.5).work())),
                new Row(
                        "jitterUntil does not run when it is stopped already",
                        " | returns at 0",
                        t -> t.stopped().wait.jitterUntil(t.stop, SECOND, 1, true, t.work())),
                new Row(
                        "backoffUntil runs after growing delays, which stay at the cap, however many attempts it is for",
                        "0 1 3 7 12 17 | returns at 18",
                        t -> t.stoppedAfter(18)
                                .wait
                                .backoffUntil(t.stop, doubling().attempts(2), true, t.work())),
                new Row(
                        "backoffUntil measures from the end of a run if it slides",
                        "0 1.5 4.5 | returns at 5",
                        t -> t.stoppedAfter(5)
                                .wait
                                .backoffUntil(
                                        t.stop,
                                        doubling(),
                                        true,
                                        t.lasting(0.5, 1).work())),
                new Row(
                        "backoffUntil measures from the start of a run if it does not slide, and runs at once when late",
                        "0 1 4 8 | returns at 9",
                        t -> t.stoppedAfter(9)
                                .wait
                                .backoffUntil(
                                        t.stop,
                                        doubling(),
                                        false,
                                        t.lasting(0.5, 3).work())),
                new Row(
                        "backoffUntil takes its delays from a source of the caller's",
                        "0 7 14 | returns at 20",
                        t -> t.stoppedAfter(20).wait.backoffUntil(t.stop, () -> ofSeconds(7), true, t.work())),
                new Row(
                        "backoffUntil ends with what its work throws",
                        "0 1 | IOException at 1",
                        t -> t.wait.backoffUntil(
                                t.stop, doubling(), true, t.failingAt(2).work())),
                new Row(
                        "backoffUntil does not run when it is stopped already",
                        " | returns at 0",
                        t -> t.stopped().wait.backoffUntil(t.stop, doubling(), true, t.work())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void loops(Row row) throws Exception {
        assertThat(new Trial().run(row.call())).isEqualTo(row.expected());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anInterruptEndsItBeforeARun(Row row) {
        assertThat(new Trial().interrupted(row.call())).isInstanceOf(InterruptedException.class);
    }

    @Test
    void anErrorReachesTheCallerAsItIs() {
        var t = new Trial();
        var panic = new StackOverflowError();
        assertThatThrownBy(() -> t.wait.forever(SECOND, _ -> {
                    throw panic;
                }))
                .isSameAs(panic);
    }

    @Test
    void theStopAndTheWaitAreOnOneClock() {
        var elsewhere = Stop.create(new Trial().clock);
        assertThatThrownBy(() -> new Trial().wait.until(elsewhere, SECOND, _ -> {}))
                .hasMessage("the stop is on another clock than the wait: make both on one clock");
        assertThatThrownBy(() -> elsewhere.until(Deadline.after(new Trial().clock, SECOND)))
                .hasMessage("the deadline is on another clock than the stop: take both from one clock");
    }

    @Test
    void jitterLengthensEachPeriodByUpToTheFactorAndDoesNotAccumulate() throws Exception {
        var trial = new Trial();
        var starts = new ArrayList<Long>();
        trial.run(t -> t.wait.jitterUntil(t.stop, SECOND, 0.5, true, _ -> {
            starts.add(t.clock.nanos());
            if (starts.size() == 200) {
                t.stop.request("enough");
            }
        }));
        var periods = new ArrayList<Long>();
        for (int i = 1; i < starts.size(); i++) {
            periods.add(starts.get(i) - starts.get(i - 1));
        }
        assertThat(periods).allMatch(p -> p >= 1_000_000_000 && p < 1_500_000_000);
        assertThat(periods).anyMatch(p -> p > 1_400_000_000).anyMatch(p -> p < 1_100_000_000);
    }

    @Test
    void theJitterOfADurationHasAFactorOfOneIfNoneIsGiven() {
        var wait = new Trial().wait;
        for (int i = 0; i < 1000; i++) {
            assertThat(wait.jitter(SECOND, 0.1)).isBetween(SECOND, Duration.ofMillis(1100));
        }
        assertThat(Stream.generate(() -> wait.jitter(SECOND, 0)).limit(1000))
                .allMatch(d -> d.compareTo(SECOND) >= 0 && d.compareTo(ofSeconds(2)) < 0)
                .anyMatch(d -> d.compareTo(Duration.ofMillis(1900)) > 0);
        assertThat(wait.jitter(Duration.ofSeconds(Long.MAX_VALUE), 1)).isPositive();
    }

    @Test
    void aPeriodThatIsNotPositiveIsAnErrorAtTheCall() {
        var t = new Trial();
        List<Call> calls = List.of(
                x -> x.wait.forever(Duration.ZERO, x.work()),
                x -> x.wait.until(x.stop, Duration.ZERO, x.work()),
                x -> x.wait.nonSlidingUntil(x.stop, ofSeconds(-1), x.work()),
                x -> x.wait.jitterUntil(x.stop, Duration.ZERO, 1, true, x.work()));
        for (var call : calls) {
            assertThatThrownBy(() -> call.with(t))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("period must be positive, but is PT")
                    .hasMessageContaining("stop.isRequested()");
        }
        assertThatThrownBy(() -> t.wait.backoffUntil(t.stop, () -> Duration.ZERO, true, t.work()))
                .hasMessageContaining("delay must be positive, but is PT0S");
        assertThatThrownBy(() -> t.wait.jitterUntil(t.stop, SECOND, Double.NaN, true, t.work()))
                .hasMessageContaining("finite");
    }

    private static Backoff doubling() {
        return Backoff.exponential(SECOND).cap(ofSeconds(5)).jitter(0);
    }
}
