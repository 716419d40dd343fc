package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;
import dev.escapement.time.Stop;
import dev.escapement.time.Timers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The runs of a daemon, from their start to their end: by themselves, by a crash, or in stages when they are asked to. Its methods
 * are called under the lock of the slot that they are about.
 *
 * @param <T> the type of the objects
 */
final class DaemonRuns<T extends HasMetadata> {
    /** To have run for so long after a crash is the least that counts as recovery. */
    private static final Duration RECOVERY = Duration.ofMinutes(1);

    private final Plan<T> plan;
    private final Plan.Daemons<T> daemon;
    private final Always always;
    private final Parts parts;
    private final Clock clock;
    private final Function<ObjectKey, Optional<RawObject>> objects;
    private final Retries retries;
    private final Logger log;
    private final Consumer<DaemonSlot> settled;
    private final Timers<DaemonSlot> timers;
    /** Those that run, the abandoned ones not counted. */
    private final AtomicInteger live = new AtomicInteger();

    private final AtomicInteger abandoned = new AtomicInteger();
    private final AtomicLong starts = new AtomicLong();
    private final AtomicLong crashes = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private volatile boolean stopping;

    /**
     * Runs to come.
     *
     * @param settled is told of slots whose run has ended, or may begin
     */
    @SuppressWarnings("this-escape") // nothing is scheduled yet
    DaemonRuns(
            Plan<T> plan,
            Plan.Daemons<T> daemon,
            Parts parts,
            Function<ObjectKey, Optional<RawObject>> objects,
            Retries retries,
            Logger log,
            Consumer<DaemonSlot> settled) {
        this.plan = plan;
        this.daemon = daemon;
        this.always = daemon.always();
        this.parts = parts;
        this.clock = parts.clock();
        this.objects = objects;
        this.retries = retries;
        this.log = log;
        this.settled = settled;
        this.timers = new Timers<>(clock, this::due);
    }

    /** Starts what does not run. */
    void start(DaemonSlot slot, RawObject object) {
        var stop = Stop.create(clock);
        var row = slot.row;
        int attempt = row == null ? 1 : row.count() + 1;
        slot.stop = stop;
        slot.why = null;
        slot.beat = clock.nanos();
        slot.thread = Thread.ofVirtual().unstarted(new DaemonRun<>(this, slot, stop, attempt));
        if (row != null) {
            schedule(slot, DaemonSlot.Next.RECOVERED, recovery());
        }
        slot.renewed = false;
        live.incrementAndGet();
        starts.incrementAndGet();
        parts.observer().lastingBegins(name(), slot.key, "", Duration.ZERO);
        slot.thread.start();
        tell(object, "DaemonStarted", "started");
    }

    private Duration recovery() {
        var cap = always.retry().cap();
        return cap.compareTo(RECOVERY) > 0 ? cap : RECOVERY;
    }

    Parts parts() {
        return parts;
    }

    Logger log() {
        return log;
    }

    Daemon<T> code() {
        return daemon.code();
    }

    @Nullable
    RawObject find(ObjectKey key) {
        return objects.apply(key).orElse(null);
    }

    T decode(RawObject object) {
        return parts.client().json().decode(object.json(), plan.type);
    }

    /** What a run reads and writes by. */
    Context context(RawObject object) {
        return new RunContext(parts, plan.kind, object, new KeyState(), List.of(), log);
    }

    /** A run has ended. */
    void ended(DaemonSlot slot, @Nullable Throwable failure) {
        var count = live;
        slot.lock();
        try {
            count = slot.abandoned ? abandoned : live;
            unschedule(slot);
            slot.thread = null;
            slot.stop = null;
            slot.abandoned = false;
            parts.observer().lastingEnds(name(), slot.key, "");
            var object = objects.apply(slot.key).orElse(null);
            if (slot.why != null) {
                log.debug("{}: daemon {} was stopped: {}", slot.key, daemon.name(), slot.why, failure);
            } else if (object != null) {
                endedByItself(slot, object, failure);
            }
            if (object != null) {
                tell(object, "DaemonStopped", slot.why == null ? "ended" : "stopped: " + slot.why);
            }
            settled.accept(slot);
        } finally {
            slot.unlock();
            count.decrementAndGet();
            endIfLast();
        }
    }

    private void endedByItself(DaemonSlot slot, RawObject object, @Nullable Throwable failure) {
        if (failure == null || retries.verdict(failure) == Verdict.DONE) {
            log.debug("{}: daemon {} is done", slot.key, daemon.name());
            slot.done = !slot.renewed; // else there is something new to do
            recovered(slot, object);
            return;
        }
        crashes.incrementAndGet();
        long retryAt = retries.failed(slot.failing(), object, failure);
        if (retryAt == Retries.GIVEN_UP) {
            slot.parked = true;
        } else {
            schedule(slot, DaemonSlot.Next.START, Duration.ofNanos(retryAt - clock.nanos()));
        }
    }

    private void recovered(DaemonSlot slot, RawObject object) {
        retries.worked(slot.row, object);
        slot.row = null;
    }

    /** Asks one to end that runs, and has none start that would. */
    void end(DaemonSlot slot, String why) {
        var stop = slot.stop;
        if (stop == null) {
            unschedule(slot);
        } else if (slot.why == null) {
            slot.why = why;
            schedule(slot, DaemonSlot.Next.INTERRUPT, always.grace());
            stops(slot, always.grace().multipliedBy(2));
            Thread.startVirtualThread(() -> stop.request(why)); // it may run code of the author's
        }
    }

    /** What waits to be started after a crash need not. */
    void hurry(DaemonSlot slot) {
        if (slot.awaits(DaemonSlot.Next.START)) {
            unschedule(slot);
        }
    }

    private void schedule(DaemonSlot slot, DaemonSlot.Next next, Duration delay) {
        slot.due = new DaemonSlot.Due(next, Clock.after(clock.nanos(), delay));
        timers.schedule(slot, delay);
    }

    private void unschedule(DaemonSlot slot) {
        if (slot.due != null) {
            slot.due = null;
            timers.cancel(slot);
        }
    }

    private void due(DaemonSlot slot) {
        slot.lock();
        try {
            var due = slot.due;
            if (due == null || clock.nanos() < due.nanos()) {
                return; // it was changed just now
            }
            slot.due = null;
            switch (due.next()) {
                case START -> settled.accept(slot);
                case RECOVERED -> objects.apply(slot.key).ifPresent(object -> recovered(slot, object));
                case INTERRUPT -> interrupt(slot);
                case ABANDON -> abandon(slot);
            }
        } finally {
            slot.unlock();
        }
    }

    private void interrupt(DaemonSlot slot) {
        if (slot.thread != null) {
            slot.thread.interrupt();
            schedule(slot, DaemonSlot.Next.ABANDON, always.grace());
        }
    }

    /** It goes on, but nobody waits for it any more; while it does, it is not started again. */
    private void abandon(DaemonSlot slot) {
        if (slot.thread == null) {
            return;
        }
        slot.abandoned = true;
        stops(slot, Duration.ZERO);
        abandoned.incrementAndGet();
        live.decrementAndGet();
        var text = "daemon %s was stopped (%s) and interrupted, but does not end, and is abandoned; it is %s"
                .formatted(daemon.name(), slot.why, Attempt.where(slot.thread));
        log.warn("{}: {}", slot.key, text);
        objects.apply(slot.key).ifPresent(object -> retries.tell(object, Events.Tone.WARNING, "DaemonAbandoned", text));
        endIfLast();
    }

    /** As it is called for observers. */
    private String name() {
        return plan.name + "/" + daemon.name();
    }

    private void stops(DaemonSlot slot, Duration limit) {
        parts.observer().lastingStops(name(), slot.key, "", limit);
    }

    private void tell(Header object, String reason, String what) {
        log.debug("{}: daemon {} {}", object.key(), daemon.name(), what);
        if (always.announced()) {
            retries.tell(object, Events.Tone.NORMAL, reason, "daemon " + daemon.name() + " " + what);
        }
    }

    /** Done when none runs, the abandoned ones not counted. None may be started any more. */
    CompletableFuture<Void> stop() {
        stopping = true;
        endIfLast();
        return ended;
    }

    private void endIfLast() {
        if (stopping && live.get() == 0 && ended.complete(null)) {
            timers.close();
        }
    }

    int running() {
        return live.get() + abandoned.get();
    }

    DaemonStats stats(String controller, String name, int silent) {
        return new DaemonStats(controller, name, live.get(), abandoned.get(), starts.get(), crashes.get(), silent);
    }
}
