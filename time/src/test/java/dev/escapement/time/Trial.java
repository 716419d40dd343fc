package dev.escapement.time;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A loop under test, on a thread of its own and a virtual clock that is moved from sleep to sleep, which ends as a sentence
 * such as {@code "0 1 2 | TimeoutException at 2.5"}: at which seconds it ran, and how and when it ended.
 */
final class Trial {
    private static final Duration END_OF_DAYS = Duration.ofDays(10_000);
    private static final int TOO_MANY = 20;

    final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    final Wait wait = Wait.on(clock, new SplittableRandom(1));
    final Stop stop = Stop.create(clock);

    private final List<String> runs = new ArrayList<>();
    private double[] lasts = {};
    private int metAt;
    private int failsAt;
    private int stopsAt;
    /** How many things the trial itself has scheduled. */
    private final AtomicInteger planned = new AtomicInteger();

    private volatile @Nullable String ending;

    interface Call {
        void with(Trial trial) throws Exception;
    }

    record Row(String behaviour, String expected, Call call) {
        @Override
        public String toString() {
            return behaviour;
        }
    }

    /** How many seconds the first runs last; later ones last none. */
    Trial lasting(double... seconds) {
        lasts = seconds;
        return this;
    }

    /** The condition is met by the nth run. */
    Trial metAt(int run) {
        metAt = run;
        return this;
    }

    /** The nth run throws an IOException. */
    Trial failingAt(int run) {
        failsAt = run;
        return this;
    }

    /** The nth run requests the stop. */
    Trial stoppingAt(int run) {
        stopsAt = run;
        return this;
    }

    /** The stop is requested before the loop is called. */
    Trial stopped() {
        stop.request("before the call");
        return this;
    }

    /** The stop is requested at a time. */
    Trial stoppedAfter(double seconds) {
        planned.incrementAndGet();
        clock.schedule(seconds(seconds), () -> {
            planned.decrementAndGet();
            stop.request("after " + seconds + " s");
        });
        return this;
    }

    Work<IOException> work() {
        return stop -> condition().isMet(stop);
    }

    Condition<IOException> condition() {
        return passed -> {
            runs.add(now());
            int run = runs.size();
            if (run > TOO_MANY) {
                throw new AssertionError("it never ends: " + runs);
            }
            if (run <= lasts.length) {
                clock.sleep(seconds(lasts[run - 1]));
            }
            if (run == stopsAt) {
                stop.request("by run " + run);
            }
            if (run == failsAt) {
                throw new IOException("by run " + run);
            }
            return run == metAt;
        };
    }

    String run(Call call) throws InterruptedException {
        var thread = Thread.ofVirtual().start(() -> {
            ending = ending(call) + " at " + now();
            clock.schedule(END_OF_DAYS, () -> {}); // the wait below is for a sleep, or for this
        });
        while (ending == null) {
            awaitSleep();
            int before = planned.get();
            if (ending == null) {
                clock.step();
            }
            if (planned.get() < before) {
                break; // the stop is requested, which ends the loop without another sleep
            }
        }
        thread.join();
        return String.join(" ", runs) + " | " + ending;
    }

    private void awaitSleep() throws InterruptedException {
        int known;
        do {
            known = planned.get();
            clock.awaitPending(known + 1);
        } while (planned.get() != known);
    }

    /** What the loop throws when its thread is interrupted before the call. */
    @Nullable
    Exception interrupted(Call call) {
        Thread.currentThread().interrupt();
        try {
            call.with(this);
            return null;
        } catch (Exception e) {
            return e;
        } finally {
            Thread.interrupted();
        }
    }

    private String ending(Call call) {
        try {
            call.with(this);
            return "returns";
        } catch (Exception | AssertionError e) {
            var cause = e.getCause() == null
                    ? ""
                    : " because of " + e.getCause().getClass().getSimpleName();
            return e.getClass().getSimpleName() + cause;
        }
    }

    private String now() {
        return BigDecimal.valueOf(clock.nanos(), 9).stripTrailingZeros().toPlainString();
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
