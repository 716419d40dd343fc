package dev.escapement;

import dev.escapement.time.Clock;
import dev.escapement.time.Deadline;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A context that is made in full only when something is read or written by it: most calls of a timer do neither. */
abstract class LazyContext extends ForwardingContext {
    private final Parts parts;
    private final Logger log;
    private @Nullable Context full;

    LazyContext(Parts parts, Logger log) {
        this.parts = parts;
        this.log = log;
    }

    /** Makes what it is made of. */
    abstract Context make();

    @Override
    final Context target() {
        var made = full;
        if (made == null) {
            made = make();
            full = made;
        }
        return made;
    }

    @Override
    public KubernetesClient client() {
        return parts.client().typed();
    }

    @Override
    public Deadline deadline() {
        return Deadline.never();
    }

    @Override
    public Clock clock() {
        return parts.clock();
    }

    @Override
    public Logger log() {
        return log;
    }
}
