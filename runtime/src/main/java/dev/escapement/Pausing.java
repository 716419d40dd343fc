package dev.escapement;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/** The keys of a controller that were not worked on because somebody has paused them. */
final class Pausing {
    private final Controls controls;
    private final String controller;
    private final Set<ObjectKey> held = ConcurrentHashMap.newKeySet();

    Pausing(Controls controls, String controller) {
        this.controls = controls;
        this.controller = controller;
    }

    /** Whether an object is to be left alone now; then its key is kept. */
    boolean holds(Header header) {
        if (!controls.isPaused(controller, header)) {
            if (!held.isEmpty()) {
                held.remove(header.key());
            }
            return false;
        }
        held.add(header.key());
        // Whoever resumes looks at what is held afterwards.
        return controls.isPaused(controller, header) || !held.remove(header.key());
    }

    /** An object is gone. */
    void forget(ObjectKey key) {
        if (!held.isEmpty()) {
            held.remove(key);
        }
    }

    /** Takes out the keys that need not be left alone any more. */
    List<ObjectKey> resumed(Function<ObjectKey, @Nullable Header> headers) {
        var free = held.stream()
                .filter(key -> {
                    var header = headers.apply(key);
                    return header == null || !controls.isPaused(controller, header);
                })
                .toList();
        return free.stream().filter(held::remove).toList();
    }
}
