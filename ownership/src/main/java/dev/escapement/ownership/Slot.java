package dev.escapement.ownership;

import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Lease object that at most one replica holds at a time. One slot elects a leader; several share out the work.
 *
 * <p>It speaks client-go's leader election on the wire, so replicas in Go may compete for the same Lease. Why there are never
 * two holders is told in {@link Rules}; what it asks of the work, in {@link SlotListener}. Safe for use by many threads.
 *
 * <pre>{@code
 * try (var slot = Slot.of(client, Clock.system(), "default", "websites", identity, SlotTimes.standard())) {
 *     slot.start(work);
 *     ...
 * }
 * }</pre>
 */
public final class Slot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    /** Until something wakes. */
    private static final Duration FOREVER = Duration.ofDays(1);

    private final Clock clock;
    private final ObjectKey key;
    private final Rules rules;
    private final LeaseObject lease;
    private final RandomGenerator random;
    private final Semaphore wake = new Semaphore(0);
    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile boolean closing;
    private volatile @Nullable Tenure tenure;

    // The keeper's own, which is the only thread that sends requests.
    private @Nullable Observation seen;
    private long due;
    private boolean failing;

    private Slot(ApiClient client, Clock clock, ObjectKey key, Rules rules) {
        this.clock = clock;
        this.key = key;
        this.rules = rules;
        this.lease = new LeaseObject(client, clock, key, rules.times().answer());
        this.random = new SplittableRandom(rules.identity().hashCode() * 31L + key.hashCode());
    }

    /**
     * A slot that is not asked for yet.
     *
     * @param identity of this replica, never used by another one, nor by a later process: what holds it is taken over without
     *     waiting; not empty
     */
    public static Slot of(
            ApiClient client, Clock clock, String namespace, String name, String identity, SlotTimes times) {
        if (identity.isEmpty()) {
            throw new IllegalArgumentException("slot " + name + ": the identity is empty, which stands for nobody");
        }
        return new Slot(client, clock, new ObjectKey(namespace, name), new Rules(identity, times));
    }

    /** Asks for the slot, and goes on doing so when it is lost, until this is closed; may be called once. */
    public void start(SlotListener listener) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("slot " + key + " was started or closed before");
        }
        Thread.ofVirtual().name("slot-keeper-" + key).start(() -> keep(listener));
    }

    /** Where this replica stands. */
    public SlotState state() {
        var current = tenure;
        if (closed.isDone()) {
            return SlotState.CLOSED;
        }
        if (current == null) {
            return SlotState.WAITING;
        }
        return current.isValid() ? SlotState.HELD : SlotState.LOST;
    }

    /** Whether work may go on at this moment; ask before a write that must not happen twice. */
    public boolean isHeld() {
        return state() == SlotState.HELD;
    }

    /**
     * Tells the listener, if the slot is held, that it is lost; waits until it has stopped the work; then gives the slot back, so
     * that another takes it at once. Further calls wait for the first.
     */
    @Override
    public void close() {
        closing = true;
        if (started.compareAndSet(false, true)) {
            closed.complete(null);
        }
        wake.release();
        closed.join();
    }

    private void keep(SlotListener listener) {
        try {
            while (isWanted()) {
                var pause = next(listener);
                if (isWanted()) {
                    pause(pause);
                }
            }
        } catch (InterruptedException e) {
            LOG.error("slot {}: its keeper was interrupted; it is not renewed any more", key);
        } finally {
            closed.complete(null);
        }
    }

    private boolean isWanted() {
        return !closing || tenure != null;
    }

    private void pause(Duration duration) throws InterruptedException {
        if (duration.isPositive()) {
            var timer = clock.schedule(duration, wake::release);
            try {
                wake.acquire();
            } finally {
                timer.cancel();
            }
        }
        wake.drainPermits(); // waking too often does no harm: each step looks at the clock
    }

    /** One step; returns the time until the next. */
    private Duration next(SlotListener listener) throws InterruptedException {
        var current = tenure;
        long start = clock.nanos();
        try {
            var pause = current == null ? ask(listener) : tend(current);
            succeeded();
            return pause;
        } catch (RuntimeException e) {
            failed(e);
            var pause = current == null
                    ? rules.pause(random.nextDouble())
                    : rules.times().retry();
            due = start + pause.toNanos();
            return pause;
        }
    }

    private Duration ask(SlotListener listener) throws InterruptedException {
        long now = clock.nanos();
        if (now < due) {
            return Duration.ofNanos(due - now);
        }
        look();
        switch (rules.waiting(seen, clock.nanos(), random.nextDouble())) {
            case Decision.Wait(var pause) -> {
                due = clock.nanos() + pause.toNanos();
                return pause;
            }
            default -> {
                // Acquire
            }
        }
        long start = clock.nanos();
        if (!write()) {
            return later(start); // whoever was faster has it now
        }
        LOG.info("slot {}: held by {}", key, rules.identity());
        tenure = new Tenure(key.toString(), listener, clock, rules, start, wake::release);
        return later(start);
    }

    private Duration tend(Tenure current) throws InterruptedException {
        if (closing) {
            current.end("it is closed");
        }
        if (current.isOver()) {
            return finish(current);
        }
        if (!current.isExpired()) {
            return renew(current);
        }
        return FOREVER; // the end of the work wakes
    }

    private Duration renew(Tenure current) throws InterruptedException {
        if (!lease.isCurrent() && clock.nanos() >= due) {
            look();
        }
        long start = clock.nanos();
        switch (rules.holding(Objects.requireNonNull(seen), current.renewed(), due, start)) {
            case Decision.Wait(var pause) -> {
                return pause;
            }
            case Decision.Lost(var reason) -> {
                current.expire(reason);
                return Duration.ZERO;
            }
            default -> {
                // Renew
            }
        }
        if (write()) {
            current.renewed(start);
            return later(start);
        }
        look(); // whoever wrote: if it was a new holder, the work has to stop now
        due = start + rules.times().retry().dividedBy(4).toNanos();
        return Duration.ZERO;
    }

    /** The work is over. */
    private Duration finish(Tenure current) throws InterruptedException {
        if (!current.hasStopped() && !closing) {
            return FOREVER;
        }
        current.forget();
        tenure = null;
        if (current.hasStopped() && !current.isExpired()) {
            release();
        }
        return later(clock.nanos()); // for one that was given back, others come first
    }

    private void release() throws InterruptedException {
        if (!lease.isCurrent()) {
            look();
        }
        if (seen != null && seen.lease().holder().equals(rules.identity())) {
            seen = observe(lease.write(record -> record == null ? null : record.released(clock.now())));
            LOG.info("slot {}: given back by {}", key, rules.identity());
        }
    }

    private void look() throws InterruptedException {
        var found = lease.read();
        if (found.isPresent()) {
            seen = observe(found.get());
        }
    }

    /** Writes that this replica holds it; false if somebody else wrote first. */
    private boolean write() throws InterruptedException {
        try {
            seen = observe(lease.write(record -> record == null
                    ? LeaseRecord.first(rules.identity(), rules.times(), clock.now())
                    : record.heldBy(rules.identity(), rules.times(), clock.now())));
            return true;
        } catch (ApiException e) {
            if (e.isConflict()) {
                return false;
            }
            throw e;
        }
    }

    private Observation observe(LeaseRecord record) {
        return Observation.after(seen, record, clock.nanos());
    }

    private Duration later(long start) {
        due = start + rules.times().retry().toNanos();
        return rules.times().retry();
    }

    /** One line when it begins and one when it is over: a Lease is asked for every other second. */
    private void failed(RuntimeException e) {
        if (!failing) {
            LOG.warn("slot {}: {}", key, String.valueOf(e.getMessage()));
            failing = true;
        }
    }

    private void succeeded() {
        if (failing && lease.isCurrent()) {
            LOG.info("slot {}: its Lease can be reached again", key);
            failing = false;
        }
    }
}
