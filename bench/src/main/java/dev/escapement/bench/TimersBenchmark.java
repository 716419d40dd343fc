package dev.escapement.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import dev.escapement.time.Timers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One more operation on timers that hold many, all of which are due in an hour or two; none falls due meanwhile. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimersBenchmark {
    /** How many keys have a schedule. */
    @Param({"1000", "1000000"})
    private int size;

    private final Duration[] delays = new Duration[4096];
    private ObjectKey[] keys = {};
    private Timers<ObjectKey> timers = new Timers<>(Clock.system(), key -> {});
    private int nextKey;
    private int nextDelay;

    /** Schedules all keys. */
    @Setup(Level.Trial)
    public void fill() {
        var random = new Random(1);
        Arrays.setAll(delays, i -> Duration.ofHours(1).plusMillis(random.nextInt(3_600_000)));
        keys = Keys.of(size);
        for (var key : keys) {
            timers.schedule(key, delay());
        }
    }

    /** Ends the timers. */
    @TearDown(Level.Trial)
    public void close() {
        timers.close();
    }

    /** Gives a key another time, earlier or later. */
    @Benchmark
    public void reschedule() {
        timers.schedule(key(), delay());
    }

    /** Asks for a time that counts only if it is earlier, which it rarely is. */
    @Benchmark
    public boolean rescheduleWithin() {
        return timers.scheduleWithin(key(), delay());
    }

    /** Takes a key's time away and gives it another. */
    @Benchmark
    public void cancelAndSchedule() {
        var key = key();
        timers.cancel(key);
        timers.schedule(key, delay());
    }

    private ObjectKey key() {
        // a prime step, so that neighbours in time are none in memory
        nextKey = (nextKey + 7919) % keys.length;
        return keys[nextKey];
    }

    private Duration delay() {
        return delays[nextDelay++ & (delays.length - 1)];
    }
}
