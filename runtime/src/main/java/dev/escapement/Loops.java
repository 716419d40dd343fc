package dev.escapement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.escapement.client.ObjectKey;
import dev.escapement.queue.WorkQueue;
import dev.escapement.time.Clock;

/** The controllers of an operator, and what is to be said of all of them. */
final class Loops {
    /** How long runs that were interrupted may take to end before they are abandoned. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final List<ControllerLoop<?>> all = new ArrayList<>();

    void add(ControllerLoop<?> loop) {
        all.add(loop);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Stream<ControllerLoop<?>> stream() {
        return all.stream();
    }

    void start() {
        all.forEach(ControllerLoop::start);
    }

    /** Returns when all runs have ended within a grace time, or shortly after it, when they have been interrupted. */
    void stop(Clock clock, Duration grace) {
        var ended =
                CompletableFuture.allOf(all.stream().map(ControllerLoop::stop).toArray(CompletableFuture[]::new));
        var interrupt = clock.schedule(grace, () -> all.forEach(ControllerLoop::interrupt));
        var abandon = clock.schedule(grace.plus(LAST_WORDS), () -> ended.complete(null));
        ended.join();
        interrupt.cancel();
        abandon.cancel();
    }

    /** Something is to be tried once more. */
    void released(DeadLetters.Id id) {
        all.forEach(loop -> loop.released(id));
    }

    List<PastRun> history(String controller, ObjectKey key) {
        return named(controller)
                .flatMap(loop -> loop.history().of(key).stream())
                .toList();
    }

    private Stream<ControllerLoop<?>> named(String name) {
        return all.stream().filter(loop -> loop.name().equals(name));
    }

    /** The sum of what each queue says. */
    int sum(Function<WorkQueue<ObjectKey>, Integer> figure) {
        return all.stream().mapToInt(loop -> figure.apply(loop.queue())).sum();
    }

    /** Something of each controller, by its name. */
    <V> Map<String, V> byName(Function<ControllerLoop<?>, V> figure) {
        var figures = new TreeMap<String, V>();
        all.forEach(loop -> figures.put(loop.name(), figure.apply(loop)));
        return figures;
    }

    List<TimerStats> timers() {
        return companions().flatMap(companion -> companion.timer().stream()).toList();
    }

    List<DaemonStats> daemons() {
        return companions().flatMap(companion -> companion.daemon().stream()).toList();
    }

    private Stream<Companion> companions() {
        return all.stream().flatMap(loop -> loop.companions().stream());
    }

    /** What keeps the controllers, or the caches that they read, from working as they should. */
    List<Ailment> ailments(Informers informers) {
        return Stream.concat(informers.ailments(), all.stream().flatMap(loop -> loop.ailments().stream()))
                .toList();
    }
}
