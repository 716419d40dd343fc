package dev.escapement;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import dev.escapement.cache.Change;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.queue.WorkQueue;
import dev.escapement.queue.WorkQueue.Priority;
import org.slf4j.Logger;

/**
 * How changes become keys of a controller. It is called on the threads that bring the changes, which wait for it: it notes causes and
 * adds keys, and decodes, asks and waits for nothing.
 */
final class Intake {
    /** An annotation of an object whose change has what had failed for good tried once more. */
    static final String REPLAY = "escapement.dev/replay";

    /** Whoever is resumed has missed something, whatever its filter says. */
    private static final ChangeFilter PAUSE = ChangeFilter.annotation(Controls.PAUSED);

    private final Plan<?> plan;
    private final Parts parts;
    private final WorkQueue<ObjectKey> queue;
    private final ConcurrentHashMap<ObjectKey, KeyState> states;
    private final Aftermath aftermath;
    private final Companions companions;
    private final Runnable stirred;
    private final Mapping owners;
    private final Logger log;
    private final AtomicBoolean isFilterTold = new AtomicBoolean();

    /**
     * The intake of one controller.
     *
     * @param stirred is called when something has come in
     */
    Intake(
            Plan<?> plan,
            Parts parts,
            WorkQueue<ObjectKey> queue,
            ConcurrentHashMap<ObjectKey, KeyState> states,
            Aftermath aftermath,
            Companions companions,
            Runnable stirred) {
        this.plan = plan;
        this.parts = parts;
        this.queue = queue;
        this.states = states;
        this.aftermath = aftermath;
        this.companions = companions;
        this.stirred = stirred;
        this.owners = header -> owners(header, plan.kind);
        this.log = parts.controls().log(plan.name);
    }

    /** What had failed for good is to be tried once more. */
    void released(DeadLetters.Id id) {
        companions.released(id);
        if (id.task().equals(Aftermath.RECONCILE)) {
            enqueue(id.key(), new Cause(Cause.What.RELEASED, plan.kind.name(), id.key(), ""), Priority.NORMAL);
        }
    }

    /** One of its own objects has changed. */
    void primaryChanged(Change change) {
        var key = change.key();
        companions.changed(change);
        if (plan.hasOnlyCompanions()) {
            return;
        }
        if (change.type() == Change.Type.DELETED) {
            // A run may be on its way; when it ends, the next look finds nothing and forgets the rest.
            queue.add(key);
            stirred.run();
            return;
        }
        if (isReplayed(change)) {
            parts.letters().release(aftermath.id(key));
            released(aftermath.id(key));
        }
        if (matters(change, plan.when)) {
            enqueue(key, change, Cause.Relation.SELF);
        }
    }

    private boolean isReplayed(Change change) {
        var before = change.before();
        var after = change.after();
        return before != null
                && after != null
                && parts.letters().isParked(aftermath.id(change.key()), after)
                && ChangeFilter.annotation(REPLAY).matters(before, after);
    }

    private boolean matters(Change change, ChangeFilter filter) {
        var before = change.before();
        var after = change.after();
        return before == null || after == null || asked(filter, before, after) || PAUSE.matters(before, after);
    }

    /** What an author's filter says; one that fails lets everything through. */
    private boolean asked(ChangeFilter filter, Header before, Header after) {
        try {
            return filter.matters(before, after);
        } catch (RuntimeException | Error e) {
            if (isFilterTold.compareAndSet(false, true)) {
                log.error(
                        "the filter of changes failed at {}, which counts as a change that matters; this is said once",
                        after.key(),
                        e);
            }
            return true;
        }
    }

    /** Another object has changed. */
    void secondaryChanged(Change change, Plan.Secondary secondary) {
        var mapping = secondary.mapping() == null ? owners : secondary.mapping();
        var relation = secondary.mapping() == null ? Cause.Relation.OWNED : Cause.Relation.MAPPED;
        try {
            if (matters(change, secondary.when())) {
                Stream.of(change.before(), change.after())
                        .flatMap(header -> header == null ? Stream.of() : mapping.map(header).stream())
                        .distinct()
                        .forEach(key -> enqueue(key, change, relation));
            }
        } catch (RuntimeException | Error e) {
            log.error(
                    "the mapping of a change of {} {} failed, and the change is passed over: {}",
                    change.kind().name(),
                    change.key(),
                    Failures.describe(e),
                    e);
        }
    }

    private void enqueue(ObjectKey key, Change change, Cause.Relation relation) {
        if (change.writer() != null && change.writer() == states.get(key)) {
            return; // the echo of what the key's own run wrote
        }
        enqueue(key, Cause.of(change, relation), change.initial() ? Priority.LOW : Priority.NORMAL);
    }

    private void enqueue(ObjectKey key, Cause cause, Priority priority) {
        states.compute(key, (_, known) -> {
            var state = known == null ? new KeyState() : known;
            state.add(cause);
            return state;
        });
        queue.add(key, priority);
        stirred.run();
    }

    private static List<ObjectKey> owners(Header header, Kind kind) {
        var namespace = kind.namespaced() ? header.key().namespace() : "";
        return header.owners().stream()
                .filter(owner -> owner.isOf(kind))
                .map(owner -> new ObjectKey(namespace, owner.name()))
                .toList();
    }
}
