package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One daemon of a controller at work, for all of its objects.
 *
 * @param <T> the type of the objects
 */
final class DaemonCompanion<T extends HasMetadata> implements Companion {
    /** How many objects are named in the operator's health. */
    private static final int AILMENTS = 10;

    private final Plan.Daemons<T> daemon;
    private final Always always;
    private final Function<ObjectKey, Optional<RawObject>> objects;
    private final Logger log;
    private final Retries retries;
    private final DaemonRuns<T> runs;
    private final ConcurrentHashMap<ObjectKey, DaemonSlot> all = new ConcurrentHashMap<>();
    private final String controller;
    private final Clock clock;

    private volatile boolean started;
    private volatile boolean stopping;

    @SuppressWarnings("this-escape") // nobody calls before the start
    DaemonCompanion(
            Plan<T> plan, Plan.Daemons<T> daemon, Parts parts, Function<ObjectKey, Optional<RawObject>> objects) {
        this.daemon = daemon;
        this.always = daemon.always();
        this.objects = objects;
        this.controller = plan.name;
        this.clock = parts.clock();
        this.log = parts.controls().log(plan.name);
        this.retries = new Retries(parts, plan, "daemon " + daemon.name(), always.retry(), log);
        this.runs = new DaemonRuns<>(plan, daemon, parts, objects, retries, log, this::settled);
    }

    @Override
    public void start() {
        started = true;
        all.values().forEach(slot -> within(slot, () -> startIfWanted(slot)));
    }

    private static void within(DaemonSlot slot, Runnable action) {
        slot.lock();
        try {
            action.run();
        } finally {
            slot.unlock();
        }
    }

    @Override
    public void present(@Nullable Header before, Header now) {
        if (!isWanted(now)) {
            leave(now.key(), "its filter does not match any more");
            return;
        }
        while (true) {
            var slot = all.computeIfAbsent(now.key(), DaemonSlot::new);
            slot.lock();
            try {
                if (!slot.forgotten) {
                    present(slot, before, now);
                    return;
                }
            } finally {
                slot.unlock();
            }
        }
    }

    private void present(DaemonSlot slot, @Nullable Header before, Header now) {
        boolean another = before != null && !before.uid().equals(now.uid());
        if (another && slot.wanted) {
            runs.end(slot, "another object has its name");
        }
        if (!slot.wanted || another || slot.generation != now.generation()) {
            slot.done = false;
            runs.hurry(slot); // what it crashed at may be no more
        }
        slot.wanted = true;
        slot.renewed |= slot.generation != now.generation();
        slot.generation = now.generation();
        if (slot.parked) {
            slot.parked = false; // unless the letter still says so
            slot.suspect = true;
            if (before != null && ChangeFilter.annotation(Intake.REPLAY).matters(before, now)) {
                retries.release(now.key());
                slot.failing().retried();
            }
        }
        settled(slot);
    }

    private boolean isWanted(Header object) {
        try {
            return always.when().test(object);
        } catch (RuntimeException e) {
            log.error("{}: the filter of daemon {} failed, and does not match: {}", object.key(), daemon.name(), e, e);
            return false;
        }
    }

    private void startIfWanted(DaemonSlot slot) {
        if (!started
                || stopping
                || !slot.wanted
                || slot.done
                || slot.thread != null
                || slot.awaits(DaemonSlot.Next.START)) {
            return;
        }
        var object = objects.apply(slot.key).orElse(null);
        if (object == null) {
            slot.wanted = false; // it is gone: the report of it was overtaken, or is on its way
            return;
        }
        if (slot.suspect) {
            slot.suspect = false;
            slot.parked = retries.isParked(object);
        }
        if (!slot.parked) {
            runs.start(slot, object);
        }
    }

    @Override
    public void absent(ObjectKey key, String why) {
        leave(key, why);
        boolean goes = objects.apply(key).map(RawObject::deleting).orElse(true);
        if (goes) {
            retries.settle(key);
        }
    }

    private void leave(ObjectKey key, String why) {
        var slot = all.get(key);
        if (slot != null) {
            within(slot, () -> {
                slot.wanted = false;
                runs.end(slot, why);
                forgetIfUnused(slot);
            });
        }
    }

    /** A slot does not run any more, or may run again. */
    private void settled(DaemonSlot slot) {
        startIfWanted(slot);
        forgetIfUnused(slot);
    }

    private void forgetIfUnused(DaemonSlot slot) {
        if (!slot.wanted && slot.thread == null) {
            slot.forgotten = true;
            all.remove(slot.key, slot);
        }
    }

    @Override
    public void released(DeadLetters.Id id) {
        var slot = retries.concerns(id) ? all.get(id.key()) : null;
        if (slot != null) {
            within(slot, () -> {
                slot.parked = false;
                slot.suspect = true;
                if (slot.row != null) {
                    slot.row.retried();
                }
                startIfWanted(slot);
            });
        }
    }

    @Override
    public CompletableFuture<Void> stop(String why) {
        stopping = true;
        all.values()
                .forEach(slot -> within(slot, () -> {
                    slot.wanted = false;
                    runs.end(slot, why);
                }));
        return runs.stop();
    }

    @Override
    public void interrupt() {
        all.values()
                .forEach(slot -> within(slot, () -> {
                    if (slot.thread != null) {
                        slot.thread.interrupt();
                    }
                }));
    }

    @Override
    public int running() {
        return runs.running();
    }

    @Override
    public Optional<DaemonView> daemonView(int limit) {
        var stats = daemon().orElseThrow();
        return Optional.of(DaemonView.of(stats, always.heartbeat(), clock, all.values(), limit));
    }

    @Override
    public Optional<TaskView> task(ObjectKey key) {
        return Optional.ofNullable(all.get(key))
                .map(slot ->
                        DaemonView.task(daemon.name(), slot, !always.heartbeat().isZero(), clock));
    }

    @Override
    public Optional<DaemonStats> daemon() {
        int silent = always.heartbeat().isZero()
                ? 0
                : (int) all.values().stream().filter(this::isSilent).count();
        return Optional.of(runs.stats(controller, daemon.name(), silent));
    }

    /** Those that do not end and those that do not report; the first ones, and how many more there are. */
    @Override
    public List<Ailment> ailments() {
        var found = all.values().stream()
                .flatMap(slot -> problem(slot).stream())
                .sorted()
                .toList();
        var part = "daemon " + daemon.name();
        var shown = found.stream().limit(AILMENTS).map(problem -> new Ailment(part, problem, false));
        int more = found.size() - AILMENTS;
        return (more <= 0 ? shown : Stream.concat(shown, Stream.of(new Ailment(part, more + " more", false)))).toList();
    }

    private boolean isSilent(DaemonSlot slot) {
        slot.lock();
        try {
            return slot.thread != null
                    && !slot.abandoned
                    && slot.why == null
                    && !always.heartbeat().isZero()
                    && silence(slot).compareTo(always.heartbeat()) > 0;
        } finally {
            slot.unlock();
        }
    }

    private Duration silence(DaemonSlot slot) {
        return Duration.ofNanos(clock.nanos() - slot.beat);
    }

    private Optional<String> problem(DaemonSlot slot) {
        slot.lock();
        try {
            if (slot.thread == null) {
                return Optional.empty();
            }
            if (slot.abandoned) {
                return Optional.of(slot.key + " was stopped (" + slot.why + "), and does not end");
            }
            return isSilent(slot)
                    ? Optional.of("%s has not reported for %d s, and should each %s s"
                            .formatted(
                                    slot.key,
                                    silence(slot).toSeconds(),
                                    always.heartbeat().toMillis() / 1e3))
                    : Optional.empty();
        } finally {
            slot.unlock();
        }
    }
}
