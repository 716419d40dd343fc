package dev.escapement;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ObjectKey;
import dev.escapement.ownership.Slot;
import dev.escapement.ownership.SlotListener;
import dev.escapement.ownership.SlotTimes;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an operator work only while it holds its Lease. Until then its caches are filled and kept, so that it works at once when
 * its turn comes; when it loses the Lease, it ends.
 */
final class Standby implements SlotListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

    /** What runs is given 2 s to end when it is interrupted. */
    private static final Duration STOP = Duration.ofSeconds(3);

    private final String operator;
    private final ObjectKey lease;
    /** Null for one that works without a Lease. */
    private final @Nullable Slot slot;

    private final Runnable work;
    private final Runnable stop;
    private final Runnable end;
    /** Held while the work begins, so that nothing begins after the operator was told to stop. */
    private final ReentrantLock turn = new ReentrantLock();

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

    private enum Stage {
        WAITING,
        WORKING,
        LOST,
        CLOSED
    }

    /**
     * One that has not begun.
     *
     * @param times of the Lease; null to work without one
     * @param work begins the work
     * @param stop ends it, interrupting what does not end by itself, and returns when nothing is written any more
     * @param end has the operator end, and does not wait for it
     */
    Standby(
            String operator,
            String namespace,
            @Nullable SlotTimes times,
            ApiClient client,
            Clock clock,
            Runnable work,
            Runnable stop,
            Runnable end) {
        this.operator = operator;
        this.lease = new ObjectKey(namespace, Controls.mapName(operator));
        this.slot = times == null ? null : Slot.of(client, clock, lease.namespace(), lease.name(), identity(), times);
        this.work = work;
        this.stop = stop;
        this.end = end;
    }

    /** As client-go has it: people see which pod it is, and no later process has the same one. */
    private static String identity() {
        return EventPost.host() + "_" + UUID.randomUUID();
    }

    void start() {
        if (slot == null) {
            acquired();
        } else {
            LOG.info("{}: stands by until it holds the Lease {}", operator, lease);
            slot.start(this);
        }
    }

    /** Whether it has never held the Lease. */
    boolean waits() {
        return slot != null && stage.get() == Stage.WAITING;
    }

    /** Whether it had to end because it lost the Lease. */
    boolean isLost() {
        return stage.get() == Stage.LOST;
    }

    @Override
    public void acquired() {
        turn.lock();
        try {
            if (stage.compareAndSet(Stage.WAITING, Stage.WORKING)) {
                if (slot != null) {
                    LOG.info("{}: holds the Lease {}, and works", operator, lease);
                }
                work.run();
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void lost(String reason) {
        if (stage.compareAndSet(Stage.WORKING, Stage.LOST)) {
            LOG.error(
                    "{}: ends, as it has lost the Lease {}, and another replica may work: {}", operator, lease, reason);
            stop.run();
            end.run();
        }
    }

    /** The operator is to end: its work does not begin any more. */
    void refuse() {
        turn.lock();
        try {
            stage.compareAndSet(Stage.WAITING, Stage.CLOSED);
        } finally {
            turn.unlock();
        }
    }

    /** Gives the Lease back, if it is held: nothing works any more. */
    @Override
    public void close() {
        stage.compareAndSet(Stage.WORKING, Stage.CLOSED);
        if (slot != null) {
            slot.close();
        }
    }

    /** That of an operator. */
    static Standby of(
            OperatorBuilder settings, SharedCaches shared, String namespace, Loops loops, Writer writer, Runnable end) {
        return new Standby(
                settings.name,
                namespace,
                settings.standby,
                shared.client(),
                shared.clock(),
                loops::start,
                () -> {
                    loops.stop(shared.clock(), Duration.ZERO);
                    writer.revoke(); // of runs that do not heed the interrupt
                },
                end);
    }

    /** Checks that there is time to end what runs, once the Lease is lost. */
    static SlotTimes checked(SlotTimes times) {
        if (times.lease().minus(times.renewDeadline()).compareTo(STOP) < 0) {
            throw new IllegalArgumentException("standby: from a renewDeadline of " + times.renewDeadline()
                    + " to a lease of " + times.lease() + " it is less than the " + STOP.toSeconds()
                    + " s that it takes to end the runs of who has lost it");
        }
        return times;
    }
}
