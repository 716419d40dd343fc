package dev.escapement;

import java.util.function.Consumer;

import dev.escapement.cache.Change;
import dev.escapement.cache.Informer;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Looks after steps that somebody else began, an earlier process or the replica that works, until this one does: a deadline that
 * passed meanwhile is noticed as soon as its object is known, and not when its run has its turn among all that the first list
 * brings.
 */
final class Resumption {
    /** Null if there are no steps. */
    private final @Nullable Steps<?> steps;

    private final Informer objects;
    private final Clock clock;
    private final Consumer<ObjectKey> urgently;
    private volatile boolean over;

    /**
     * Not over yet.
     *
     * @param urgently has the run of an object come before others
     */
    Resumption(@Nullable Reconciler<?> reconciler, Informer objects, Clock clock, Consumer<ObjectKey> urgently) {
        this.steps = reconciler instanceof Steps<?> they ? they : null;
        this.objects = objects;
        this.clock = clock;
        this.urgently = urgently;
    }

    /** An object has changed, or was found. It is read where the change is told, as nothing of it has to be decoded. */
    void changed(Change change) {
        if (steps == null || over) {
            return;
        }
        var key = change.key();
        var object = objects.get(key);
        if (object.isEmpty()) {
            steps.forget(change.header());
        } else {
            steps.resume(object.get(), clock, () -> urgently.accept(key));
        }
    }

    /** Runs begin, which look after deadlines themselves. */
    void end() {
        over = true;
    }
}
