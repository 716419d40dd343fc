package dev.escapement.bench;

import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

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

/** What the JDK's timers can do of {@link TimersBenchmark}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JdkTimersBenchmark {
    private static final long HOUR = 3_600_000_000_000L;

    /** How many have a schedule. */
    @Param({"1000", "1000000"})
    private int size;

    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    private final DelayQueue<Entry> delays = new DelayQueue<>();
    private Future<?>[] futures = {};
    private int next;

    /** Schedules all. */
    @Setup(Level.Trial)
    public void fill() {
        executor.setRemoveOnCancelPolicy(true);
        futures = new Future<?>[size];
        for (int i = 0; i < size; i++) {
            futures[i] = schedule();
            delays.add(new Entry(System.nanoTime() + HOUR + random.nextLong(HOUR)));
        }
    }

    /** Ends the executor. */
    @TearDown(Level.Trial)
    public void close() {
        executor.shutdownNow();
    }

    /** Cancels a schedule and makes another. */
    @Benchmark
    public Future<?> executorReschedule() {
        next = (next + 7919) % size;
        futures[next].cancel(false);
        futures[next] = schedule();
        return futures[next];
    }

    /** Adds one that is due and takes it, since to reschedule one is a search through all. */
    @Benchmark
    public Delayed delayQueueAddTake() throws InterruptedException {
        delays.add(new Entry(System.nanoTime()));
        return delays.take();
    }

    private Future<?> schedule() {
        return executor.schedule(() -> {}, HOUR + random.nextLong(HOUR), TimeUnit.NANOSECONDS);
    }

    private record Entry(long due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due - ((Entry) other).due, 0);
        }
    }
}
