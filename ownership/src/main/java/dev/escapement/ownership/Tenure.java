package dev.escapement.ownership;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One holding of a slot: tells the listener when it begins and ends, on a thread of its own, and ends by itself when it is not
 * renewed in time, whatever else hangs.
 */
final class Tenure {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    private final String slot;
    private final SlotListener listener;
    private final Clock clock;
    private final Rules rules;
    private final Runnable changed;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    /** Whether the work has stopped, once that is known. */
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

    private final Thread thread;
    private volatile long renewed;
    private final AtomicBoolean expired = new AtomicBoolean();
    private Clock.@Nullable Timer deadline;

    /**
     * Begins.
     *
     * @param renewed when the write was begun that took the slot
     * @param changed is run when it has expired, and when the work has stopped
     */
    Tenure(String slot, SlotListener listener, Clock clock, Rules rules, long renewed, Runnable changed) {
        this.slot = slot;
        this.listener = listener;
        this.clock = clock;
        this.rules = rules;
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("slot-" + slot).unstarted(this::tell);
        renewed(renewed);
        thread.start();
    }

    private void tell() {
        boolean stopped = false;
        try {
            acquired();
            var reason = end.join();
            Thread.interrupted(); // was for acquired(), and came before the end
            listener.lost(reason);
            stopped = true;
        } catch (InterruptedException e) {
            LOG.error("slot {}: the work was interrupted while it stopped, and counts as not stopped", slot);
        } catch (RuntimeException | Error e) {
            LOG.error("slot {}: the work could not be stopped, so this replica will not take the slot again", slot, e);
        } finally {
            outcome.complete(stopped);
            changed.run();
        }
    }

    private void acquired() {
        try {
            listener.acquired();
        } catch (InterruptedException e) {
            end("the start of the work was interrupted"); // no news, unless somebody else interrupted it
        } catch (RuntimeException | Error e) {
            LOG.error("slot {}: the work could not be started", slot, e);
            end("the work could not be started: " + e);
        }
    }

    /** The slot was renewed; from one thread. */
    void renewed(long start) {
        renewed = start;
        if (deadline != null) {
            deadline.cancel();
        }
        var left = rules.times().renewDeadline().minusNanos(clock.nanos() - start);
        deadline = clock.schedule(left.isPositive() ? left : Duration.ZERO, () -> expire(rules.overdue()));
    }

    long renewed() {
        return renewed;
    }

    /** Ends it while the slot is still held: it is to be renewed until the work has stopped. */
    void end(String reason) {
        if (ending.compareAndSet(false, true)) {
            if (!Thread.currentThread().equals(thread)) {
                thread.interrupt();
            }
            end.complete(reason);
        }
    }

    /** Ends it because the slot is not held any more. */
    void expire(String reason) {
        if (!expired.compareAndSet(false, true)) {
            return;
        }
        LOG.warn("slot {}: lost by {}: {}", slot, rules.identity(), reason);
        if (ending.get()) {
            thread.interrupt(); // it winds down, and has no more time for that
        } else {
            end(reason);
        }
        changed.run();
    }

    /** Whether the slot is not held any more, as opposed to: about to be given back. */
    boolean isExpired() {
        return expired.get();
    }

    /** Whether work may go on right now. */
    boolean isValid() {
        return !ending.get()
                && clock.nanos() - renewed < rules.times().renewDeadline().toNanos();
    }

    /** Whether the listener has been told of the end, and has returned. */
    boolean isOver() {
        return outcome.isDone();
    }

    /** Whether the work has stopped, for one that is over. */
    boolean hasStopped() {
        return outcome.join();
    }

    void forget() {
        if (deadline != null) {
            deadline.cancel();
        }
    }
}
