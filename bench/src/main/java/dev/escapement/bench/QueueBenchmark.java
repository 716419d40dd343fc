package dev.escapement.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.escapement.client.ObjectKey;
import dev.escapement.queue.WorkQueue;
import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.Clock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Add, take and done of one key after another in one thread, and variations; the time and, with {@code -prof gc}, the bytes
 * are per key.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueueBenchmark {
    private static final int BATCH = 32;
    private static final Priority[] PRIORITIES = Priority.values();

    private final ObjectKey[] keys = Keys.of(1024);
    private final WorkQueue<ObjectKey> plain =
            WorkQueue.<ObjectKey>builder(Clock.system()).build();
    private final WorkQueue<ObjectKey> fair = WorkQueue.<ObjectKey>builder(Clock.system())
            .fairBy(ObjectKey::namespace)
            .build();
    private final WorkQueue<ObjectKey> aged = WorkQueue.<ObjectKey>builder(Clock.system())
            .ageLimit(Priority.LOW, Subject.AGE_LIMIT)
            .build();
    private final LinkedBlockingQueue<ObjectKey> linked = new LinkedBlockingQueue<>();
    private final List<ObjectKey> batch = new ArrayList<>(BATCH);
    private int next;

    /** Lets every queue have seen every key, as that of an operator that has run for a while. */
    @Setup(Level.Trial)
    public void see() throws InterruptedException {
        for (var queue : List.of(plain, fair, aged)) {
            for (var key : keys) {
                queue.add(key);
            }
            while (queue.depth() > 0) {
                turn(queue);
            }
        }
    }

    /** Ends the queues. */
    @TearDown(Level.Trial)
    public void shutDown() {
        List.of(plain, fair, aged).forEach(WorkQueue::shutDown);
    }

    /** The queue as it comes. */
    @Benchmark
    public ObjectKey addTakeDone() throws InterruptedException {
        plain.add(key());
        return turn(plain);
    }

    /** Of the three priorities in turn, one of which has a limit to its age. */
    @Benchmark
    public ObjectKey addTakeDonePriorities() throws InterruptedException {
        aged.add(key(), PRIORITIES[next % PRIORITIES.length]);
        return turn(aged);
    }

    /** Fair among ten flows. */
    @Benchmark
    public ObjectKey addTakeDoneFair() throws InterruptedException {
        fair.add(key());
        return turn(fair);
    }

    /** 32 keys are added, taken at once, and finished one by one. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int addTakeDoneBatch() throws InterruptedException {
        for (int i = 0; i < BATCH; i++) {
            plain.add(key());
        }
        int taken = plain.takeUpTo(batch, BATCH);
        for (var key : batch) {
            plain.done(key);
        }
        batch.clear();
        return taken;
    }

    /** A key is added ten times before it is taken: nine changes that cost no work. */
    @Benchmark
    @OperationsPerInvocation(10)
    public ObjectKey addWaiting() throws InterruptedException {
        var key = key();
        for (int i = 0; i < 10; i++) {
            plain.add(key);
        }
        return turn(plain);
    }

    /** The JDK's queue, which neither knows keys that it has already nor keeps two workers from the same one. */
    @Benchmark
    public ObjectKey linkedBlockingQueue() throws InterruptedException {
        linked.add(key());
        return linked.take();
    }

    private ObjectKey key() {
        return keys[next++ & (keys.length - 1)];
    }

    private static ObjectKey turn(WorkQueue<ObjectKey> queue) throws InterruptedException {
        var key = queue.take();
        if (key == null) {
            throw new IllegalStateException("the queue was shut down");
        }
        queue.done(key);
        return key;
    }
}
