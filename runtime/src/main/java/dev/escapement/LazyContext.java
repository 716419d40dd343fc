package dev.escapement;

import dev.escapement.time.Clock;
import dev.escapement.time.Deadline;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** A context that is made in full only when something is read or written by it: most calls of a timer do neither. */
abstract class LazyContext extends ForwardingContext {
    private @Nullable Context full;

    /** What its operator has. */
    abstract Parts parts();

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
        return parts().client().typed();
    }

    @Override
    public Deadline deadline() {
        return Deadline.never();
    }

    @Override
    public Clock clock() {
        return parts().clock();
    }
}
