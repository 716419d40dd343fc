package dev.escapement;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import dev.escapement.cache.Change;
import dev.escapement.cache.Informer;
import dev.escapement.client.Header;
import org.jspecify.annotations.Nullable;

/** A controller's companions, which know only of objects that are not being deleted, and not paused. */
final class Companions {
    private static final String PAUSED = "it is paused";

    private final List<Companion> all;
    private final Informer objects;
    private final Controls controls;
    private final String controller;
    /** Held while they are told of an object, so that what was earlier does not overtake what is later. */
    private final ReentrantLock turn = new ReentrantLock();

    Companions(Plan<?> plan, Parts parts, Informer objects) {
        this.all = Companion.of(plan, parts, objects::get);
        this.objects = objects;
        this.controls = parts.controls();
        this.controller = plan.name;
    }

    void start() {
        all.forEach(Companion::start);
    }

    CompletableFuture<Void> stop(String why) {
        return CompletableFuture.allOf(
                all.stream().map(companion -> companion.stop(why)).toArray(CompletableFuture[]::new));
    }

    void interrupt() {
        all.forEach(Companion::interrupt);
    }

    int running() {
        return all.stream().mapToInt(Companion::running).sum();
    }

    Stream<Companion> stream() {
        return all.stream();
    }

    void released(DeadLetters.Id id) {
        all.forEach(companion -> companion.released(id));
    }

    /** An object has changed. */
    void changed(Change change) {
        if (all.isEmpty()) {
            return;
        }
        var before = change.before();
        var now = change.after();
        turn.lock();
        try {
            if (now == null) {
                all.forEach(companion -> companion.absent(change.key(), "the object is gone"));
            } else {
                tell(before == null || isPaused(before) ? null : before, now);
            }
        } finally {
            turn.unlock();
        }
    }

    private void tell(@Nullable Header before, Header now) {
        if (now.deleting()) {
            all.forEach(companion -> companion.absent(now.key(), "the object is being deleted"));
        } else if (isPaused(now)) {
            all.forEach(companion -> companion.absent(now.key(), PAUSED));
        } else {
            all.forEach(companion -> companion.present(before, now));
        }
    }

    private boolean isPaused(Header header) {
        return controls.isPaused(controller, header);
    }

    /** What is paused may have changed: all objects are gone through. */
    void controlsChanged() {
        if (all.isEmpty()) {
            return;
        }
        objects.objects().map(object -> object.header().key()).forEach(key -> {
            turn.lock();
            try {
                objects.get(key).ifPresent(now -> tell(now.header(), now.header()));
            } finally {
                turn.unlock();
            }
        });
    }
}
