package dev.escapement.time;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.escapement.time.Trial.Call;
import dev.escapement.time.Trial.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.escapement.time.Trial.seconds;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class WaitPollsTest {
    private static final Duration SECOND = ofSeconds(1);
    private static final String TIMEOUT_BY_STOP = "TimeoutException because of StoppedException";

    private static Row row(String behaviour, String expected, Call call) {
        return new Row(behaviour, expected, call);
    }

    private static Stream<Row> pollUntilContextCancel() {
        return Stream.of(
                row(
                        "looks after an interval, then once each",
                        "1 2 3 | returns at 3",
                        t -> t.wait.pollUntilContextCancel(
                                t.stop, SECOND, false, t.metAt(3).condition())),
                row(
                        "looks now if it is asked to",
                        "0 1 2 | returns at 2",
                        t -> t.wait.pollUntilContextCancel(
                                t.stop, SECOND, true, t.metAt(3).condition())),
                row(
                        "ends at once when it is stopped in its sleep",
                        "1 2 | StoppedException at 2.5",
                        t -> t.stoppedAfter(2.5).wait.pollUntilContextCancel(t.stop, SECOND, false, t.condition())),
                row(
                        "does not look when it is stopped already",
                        " | StoppedException at 0",
                        t -> t.stopped().wait.pollUntilContextCancel(t.stop, SECOND, false, t.condition())),
                row(
                        "looks once if that is to be at once, also when it is stopped already",
                        "0 | StoppedException at 0",
                        t -> t.stopped().wait.pollUntilContextCancel(t.stop, SECOND, true, t.condition())),
                row(
                        "may find the condition met when it is stopped already",
                        "0 | returns at 0",
                        t -> t.stopped()
                                .wait
                                .pollUntilContextCancel(
                                        t.stop, SECOND, true, t.metAt(1).condition())),
                row(
                        "ends with what the condition throws",
                        "1 2 | IOException at 2",
                        t -> t.wait.pollUntilContextCancel(
                                t.stop, SECOND, false, t.failingAt(2).condition())),
                row(
                        "catches up once, without a backlog, and keeps its grid",
                        "1 4.5 5 6 | returns at 6",
                        t -> t.wait.pollUntilContextCancel(
                                t.stop, SECOND, false, t.lasting(3.5).metAt(4).condition())),
                row(
                        "counts the time of the look at once",
                        "0 2.5 3 | returns at 3",
                        t -> t.wait.pollUntilContextCancel(
                                t.stop, SECOND, true, t.lasting(2.5).metAt(3).condition())));
    }

    private static Stream<Row> pollUntilContextTimeout() {
        return Stream.of(
                row(
                        "looks after an interval",
                        "1 2 | returns at 2",
                        t -> t.wait.pollUntilContextTimeout(
                                t.stop, SECOND, ofSeconds(9), false, t.metAt(2).condition())),
                row(
                        "looks now if it is asked to",
                        "0 1 | returns at 1",
                        t -> t.wait.pollUntilContextTimeout(
                                t.stop, SECOND, ofSeconds(9), true, t.metAt(2).condition())),
                row(
                        "times out without another look",
                        "1 2 | TimeoutException because of StoppedException at 2.5",
                        t -> t.wait.pollUntilContextTimeout(t.stop, SECOND, seconds(2.5), false, t.condition())),
                row(
                        "has expired at once without time",
                        " | TimeoutException because of StoppedException at 0",
                        t -> t.wait.pollUntilContextTimeout(t.stop, SECOND, ZERO, false, t.condition())),
                row(
                        "looks once without time if that is to be at once",
                        "0 | " + TIMEOUT_BY_STOP + " at 0",
                        t -> t.wait.pollUntilContextTimeout(t.stop, SECOND, ofSeconds(-1), true, t.condition())),
                row(
                        "tells a stop from a time-out",
                        "1 2 | StoppedException at 2.25",
                        t -> t.stoppedAfter(2.25)
                                .wait
                                .pollUntilContextTimeout(t.stop, SECOND, seconds(2.5), false, t.condition())),
                row(
                        "tells the deadline of its stop from its own",
                        "1 | StoppedException at 1.5",
                        t -> t.wait.pollUntilContextTimeout(
                                t.stop.until(Deadline.after(t.clock, seconds(1.5))),
                                SECOND,
                                ofSeconds(5),
                                false,
                                t.condition())),
                row(
                        "does not look when it is stopped already",
                        " | StoppedException at 0",
                        t -> t.stopped().wait.pollUntilContextTimeout(t.stop, SECOND, SECOND, false, t.condition())),
                row(
                        "ends with what the condition throws",
                        "1 | IOException at 1",
                        t -> t.wait.pollUntilContextTimeout(
                                t.stop,
                                SECOND,
                                ofSeconds(9),
                                false,
                                t.failingAt(1).condition())),
                row(
                        "hands the condition a stop that knows the time-out",
                        "| TimeoutException because of StoppedException at 3",
                        t -> t.wait.pollUntilContextTimeout(t.stop, SECOND, ofSeconds(3), true, limited -> {
                            limited.await(ofSeconds(60));
                            limited.throwIfRequested();
                            return false;
                        })));
    }

    private static Stream<Row> poll() {
        return Stream.of(
                row(
                        "poll looks after an interval",
                        "1 2 | returns at 2",
                        t -> t.wait.poll(
                                t.stop, SECOND, ofSeconds(9), t.metAt(2).condition())),
                row(
                        "poll looks a last time when the time is up",
                        "1 2 2.5 | TimeoutException at 2.5",
                        t -> t.wait.poll(t.stop, SECOND, seconds(2.5), t.condition())),
                row(
                        "poll may find the condition met by the last look",
                        "1 2 2.5 | returns at 2.5",
                        t -> t.wait.poll(
                                t.stop, SECOND, seconds(2.5), t.metAt(3).condition())),
                row(
                        "poll looks once if the interval ends with the time",
                        "1 2 | TimeoutException at 2",
                        t -> t.wait.poll(t.stop, SECOND, ofSeconds(2), t.condition())),
                row(
                        "poll looks once more after a look that outlasts the time",
                        "1 5 | TimeoutException at 5",
                        t -> t.wait.poll(
                                t.stop, SECOND, ofSeconds(2), t.lasting(4).condition())),
                row(
                        "poll looks once if the interval exceeds the time",
                        "0.5 | TimeoutException at 0.5",
                        t -> t.wait.poll(t.stop, SECOND, seconds(0.5), t.condition())),
                row(
                        "poll has no end with a time of zero",
                        "1 2 3 4 5 | returns at 5",
                        t -> t.wait.poll(t.stop, SECOND, ZERO, t.metAt(5).condition())),
                row(
                        "poll does not look when it is stopped already",
                        " | " + TIMEOUT_BY_STOP + " at 0",
                        t -> t.stopped().wait.poll(t.stop, SECOND, SECOND, t.condition())),
                row(
                        "poll ends at once when stopped, without another look",
                        "1 | " + TIMEOUT_BY_STOP + " at 1.5",
                        t -> t.stoppedAfter(1.5).wait.poll(t.stop, SECOND, ofSeconds(9), t.condition())),
                row(
                        "poll ends with what the condition throws",
                        "1 | IOException at 1",
                        t -> t.wait.poll(
                                t.stop, SECOND, ofSeconds(9), t.failingAt(1).condition())),
                row(
                        "pollImmediate looks now, then as poll",
                        "0 1 1.5 | TimeoutException at 1.5",
                        t -> t.wait.pollImmediate(t.stop, SECOND, seconds(1.5), t.condition())),
                row(
                        "pollImmediate looks also when it is stopped already",
                        "0 | " + TIMEOUT_BY_STOP + " at 0",
                        t -> t.stopped().wait.pollImmediate(t.stop, SECOND, SECOND, t.condition())),
                row(
                        "pollImmediate has no end with a time of zero",
                        "0 1 2 | returns at 2",
                        t -> t.wait.pollImmediate(
                                t.stop, SECOND, ZERO, t.metAt(3).condition())));
    }

    private static Stream<Row> pollWithoutTimeout() {
        return Stream.of(
                row(
                        "pollInfinite looks after an interval",
                        "1 2 3 | returns at 3",
                        t -> t.wait.pollInfinite(t.stop, SECOND, t.metAt(3).condition())),
                row(
                        "pollInfinite does not look when it is stopped already",
                        " | " + TIMEOUT_BY_STOP + " at 0",
                        t -> t.stopped().wait.pollInfinite(t.stop, SECOND, t.condition())),
                row(
                        "pollUntil looks after an interval, until a stop",
                        "1 2 | " + TIMEOUT_BY_STOP + " at 2.5",
                        t -> t.stoppedAfter(2.5).wait.pollUntil(t.stop, SECOND, t.condition())),
                row(
                        "pollUntil does not look when it is stopped already",
                        " | " + TIMEOUT_BY_STOP + " at 0",
                        t -> t.stopped().wait.pollUntil(t.stop, SECOND, t.condition())),
                row(
                        "pollImmediateInfinite looks now",
                        "0 1 | returns at 1",
                        t -> t.wait.pollImmediateInfinite(
                                t.stop, SECOND, t.metAt(2).condition())),
                row(
                        "pollImmediateUntil looks now, until a stop",
                        "0 1 | " + TIMEOUT_BY_STOP + " at 1.5",
                        t -> t.stoppedAfter(1.5).wait.pollImmediateUntil(t.stop, SECOND, t.condition())),
                row(
                        "pollImmediateUntil looks also when stopped already",
                        "0 | " + TIMEOUT_BY_STOP + " at 0",
                        t -> t.stopped().wait.pollImmediateUntil(t.stop, SECOND, t.condition())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"pollUntilContextCancel", "pollUntilContextTimeout", "poll", "pollWithoutTimeout"})
    void polls(Row row) throws Exception {
        assertThat(new Trial().run(row.call()).strip()).isEqualTo(row.expected().strip());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"pollUntilContextCancel", "pollUntilContextTimeout", "poll", "pollWithoutTimeout"})
    void anInterruptEndsItBeforeALook(Row row) {
        assertThat(new Trial().interrupted(row.call())).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aTimeOutSaysHowLongItWaitedAndHowOftenItLooked() {
        var t = new Trial();
        assertThatThrownBy(() -> t.wait.pollUntilContextTimeout(t.stop, SECOND, ZERO, true, _ -> false))
                .hasMessage("the condition was not met within PT0S (1 look)");
        t.stopped();
        assertThatThrownBy(() -> t.wait.poll(t.stop, SECOND, SECOND, _ -> false))
                .hasMessage("the condition was not met before the stop: before the call");
    }

    @Test
    void anIntervalThatIsNotPositiveIsAnErrorAtTheCall() {
        List<Call> calls = List.of(
                t -> t.wait.pollUntilContextCancel(t.stop, ZERO, true, t.condition()),
                t -> t.wait.pollUntilContextTimeout(t.stop, ofSeconds(-1), SECOND, true, t.condition()),
                t -> t.wait.poll(t.stop, ZERO, SECOND, t.condition()),
                t -> t.wait.pollImmediate(t.stop, ZERO, SECOND, t.condition()),
                t -> t.wait.pollInfinite(t.stop, ZERO, t.condition()),
                t -> t.wait.pollUntil(t.stop, ZERO, t.condition()));
        for (var call : calls) {
            assertThatThrownBy(() -> call.with(new Trial()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("interval must be positive, but is PT");
        }
        var t = new Trial();
        assertThatThrownBy(() -> t.wait.poll(t.stop, SECOND, ofSeconds(-1), t.condition()))
                .hasMessageContaining("timeout must not be negative, but is PT-1S; zero means without end");
    }
}
