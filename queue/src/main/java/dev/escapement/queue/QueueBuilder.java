package dev.escapement.queue;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link WorkQueue}: what is not said is left out and costs nothing.
 *
 * <pre>{@code
 * WorkQueue<ObjectKey> queue = WorkQueue.<ObjectKey>builder(Clock.system())
 *         .limiter(RateLimiter.exponential(Backoff.exponential(Duration.ofMillis(5)), random))
 *         .ageLimit(Priority.LOW, Duration.ofMinutes(1))
 *         .fairBy(ObjectKey::namespace)
 *         .build();
 * }</pre>
 *
 * @param <K> the type of the keys
 */
public final class QueueBuilder<K> {
    final Clock clock;
    final Map<Priority, Duration> ageLimits =
            new EnumMap<>(Map.of(Priority.NORMAL, Duration.ofSeconds(10), Priority.LOW, Duration.ofSeconds(30)));
    RateLimiter<? super K> limiter;

    @Nullable
    Function<? super K, ?> flow;

    Duration quantum = Duration.ofMillis(20);

    QueueBuilder(Clock clock) {
        this.clock = clock;
        // client-go's base and cap; without jitter, as there is no seed to take it from, and so nothing random
        this.limiter = RateLimiter.exponential(
                Backoff.exponential(Duration.ofMillis(5))
                        .cap(Duration.ofSeconds(1000))
                        .jitter(0),
                () -> 0);
    }

    /** The delays of retried keys; 5 ms, doubled up to 1000 s, if nothing is said. */
    public QueueBuilder<K> limiter(RateLimiter<? super K> value) {
        limiter = value;
        return this;
    }

    /**
     * How long a key of a priority may wait while more urgent ones keep coming; 10 s for NORMAL and 30 s for LOW if nothing is
     * said.
     *
     * <p>When seven eighths of the limit have passed, every second key to be handed out is the one that has waited longest;
     * so the limit holds while what has waited that long needs no more than half of the workers' time, and a flood of old keys
     * does not keep back what is urgent. For a key that is added again with a higher priority, that one's limit counts from
     * then on; for one that is wanted again while a worker has it, from when it is given back.
     *
     * @param limit positive
     */
    public QueueBuilder<K> ageLimit(Priority priority, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("the age limit of " + priority + " must be positive, but is " + limit);
        }
        ageLimits.put(priority, limit);
        return this;
    }

    /**
     * Divides the workers' time evenly among flows, such as namespaces, of which each key belongs to one.
     *
     * <p>Deficit round robin (Shreedhar and Varghese, 1995), charged by the time that workers take: by an estimate from the
     * flow's own past when a key is handed out, and corrected when it is given back. A flow that uses less than its share goes
     * before those that wait in turn (as the sparse flows of FQ-CoDel, RFC 8290). Fairness is within a priority.
     *
     * @param of gives a key's flow, which needs {@code equals} and {@code hashCode}; it must be fast, and always say the same
     */
    public QueueBuilder<K> fairBy(Function<? super K, ?> of) {
        flow = key -> {
            Object name = of.apply(key);
            if (name == null) {
                throw new IllegalArgumentException(
                        "the key " + key + " has no flow: fairBy must give one for each key");
            }
            return name;
        };
        return this;
    }

    /**
     * The worker time that a flow may use before it is another's turn; 20 ms if nothing is said. It is best a few times what a
     * key usually costs: a flow that comes rarely, and brings two keys at a time, then does not have to wait for turns.
     *
     * @param value positive
     */
    public QueueBuilder<K> quantum(Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("the quantum must be positive, but is " + value);
        }
        quantum = value;
        return this;
    }

    /** An empty queue as described. */
    public WorkQueue<K> build() {
        return new KeyedQueue<>(this);
    }
}
