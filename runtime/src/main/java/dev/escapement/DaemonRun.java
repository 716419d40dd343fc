package dev.escapement;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Reason;
import dev.escapement.time.Stop;
import dev.escapement.time.StoppedException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.slf4j.Logger;

/**
 * One run of a daemon, as its context.
 *
 * @param <T> the type of the object
 */
final class DaemonRun<T extends HasMetadata> extends LazyContext implements DaemonContext<T> {
    private final Parts parts;
    private final Plan<T> plan;
    private final Function<ObjectKey, Optional<RawObject>> objects;
    private final DaemonSlot slot;
    /** Not the object, which would be kept when it is long another one. */
    private final String uid;

    private final Stop stop;
    private final int attempt;
    private final Logger log;

    DaemonRun(
            Parts parts,
            Plan<T> plan,
            Function<ObjectKey, Optional<RawObject>> objects,
            DaemonSlot slot,
            String uid,
            Stop stop,
            int attempt,
            Logger log) {
        super(parts, log);
        this.parts = parts;
        this.plan = plan;
        this.objects = objects;
        this.uid = uid;
        this.slot = slot;
        this.stop = stop;
        this.attempt = attempt;
        this.log = log;
    }

    @Override
    Context make() {
        return new RunContext(parts, plan.kind, latest(), new KeyState(), causes(), log);
    }

    private RawObject latest() {
        var found = objects.apply(slot.key).orElse(null);
        if (found == null || !found.uid().equals(uid)) {
            throw new StoppedException(stop.reason().orElse(Reason.cancelled("the object is gone")));
        }
        return found;
    }

    @Override
    public T object() {
        return parts.client().json().decode(latest().json(), plan.type);
    }

    @Override
    public Header header() {
        return latest();
    }

    @Override
    public Stop stop() {
        return stop;
    }

    @Override
    public void heartbeat() {
        slot.beat = parts.clock().nanos();
    }

    @Override
    public List<Cause> causes() {
        return List.of();
    }

    @Override
    public int attempt() {
        return attempt;
    }
}
