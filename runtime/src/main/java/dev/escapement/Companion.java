package dev.escapement;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a controller does for each of its objects beside reconciling it: its timers, its daemons. It is told of objects on the
 * thread that brings their changes, so telling it must not block, decode or ask the API server.
 */
interface Companion {
    /** Begins to work; what it was told of before that, it only remembers. */
    void start();

    /**
     * An object is there, or has changed.
     *
     * @param before how it was; null if it was not there, or was paused
     * @param now how it is; neither being deleted nor paused
     */
    void present(@Nullable Header before, Header now);

    /** An object is of no concern any more, for a reason that ends "stopped: ...": it is deleted, or paused. */
    void absent(ObjectKey key, String why);

    /** What was given up, by this companion or another, is to be tried once more. */
    void released(DeadLetters.Id id);

    /** Stops all, for a reason; done when nothing runs any more. */
    CompletableFuture<Void> stop(String why);

    /** Interrupts what still runs. */
    void interrupt();

    /** How many calls of the author's code have not ended. */
    int running();

    /** What it does, if it is a timer. */
    default Optional<TimerStats> timer() {
        return Optional.empty();
    }

    /** What it does, if it is a daemon. */
    default Optional<DaemonStats> daemon() {
        return Optional.empty();
    }

    /** What is to be seen of it, if it is a timer, with those of its objects that are due first. */
    default Optional<TimerView> timerView(int limit) {
        return Optional.empty();
    }

    /** What is to be seen of it, if it is a daemon, with those of its objects that are worth a look first. */
    default Optional<DaemonView> daemonView(int limit) {
        return Optional.empty();
    }

    /** What it does for an object. */
    Optional<TaskView> task(ObjectKey key);

    /** What is wrong with it. */
    default List<Ailment> ailments() {
        return List.of();
    }

    /** What a controller does beside reconciling. */
    static <T extends HasMetadata> List<Companion> of(
            Plan<T> plan, Parts parts, Function<ObjectKey, Optional<RawObject>> objects) {
        var timers = plan.timers.stream()
                .<Companion>map(timer -> new TimerCompanion<>(plan, timer, parts, objects, Thread::startVirtualThread));
        var daemons =
                plan.daemons.stream().<Companion>map(daemon -> new DaemonCompanion<>(plan, daemon, parts, objects));
        return Stream.concat(timers, daemons).toList();
    }
}
