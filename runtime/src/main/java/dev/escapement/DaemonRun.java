package dev.escapement;

import java.util.List;

import dev.escapement.client.Header;
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
final class DaemonRun<T extends HasMetadata> extends LazyContext implements DaemonContext<T>, Runnable {
    private final DaemonRuns<T> runs;
    private final DaemonSlot slot;
    private final Stop stop;
    private final int attempt;

    DaemonRun(DaemonRuns<T> runs, DaemonSlot slot, Stop stop, int attempt) {
        this.runs = runs;
        this.slot = slot;
        this.stop = stop;
        this.attempt = attempt;
    }

    /** The thread's own code: each frame of it is kept for each object. */
    @Override
    public void run() {
        Throwable failure = null;
        try {
            runs.code().run(this);
        } catch (Throwable e) { // an author's StackOverflowError is the object's trouble, not the operator's
            failure = e;
        }
        runs.ended(slot, failure);
    }

    @Override
    Parts parts() {
        return runs.parts();
    }

    @Override
    public Logger log() {
        return runs.log();
    }

    @Override
    Context make() {
        return runs.context(latest());
    }

    private RawObject latest() {
        var found = runs.find(slot.key);
        if (found == null) {
            throw new StoppedException(stop.reason().orElse(Reason.cancelled("the object is gone")));
        }
        return found;
    }

    @Override
    public T object() {
        return runs.decode(latest());
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
        slot.beat = clock().nanos();
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
