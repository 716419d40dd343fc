package dev.escapement;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import dev.escapement.ControlState.Bounds;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be changed of an operator while it runs: whether it works at all, how many workers its controllers have, how much they
 * log. See {@link Operator#controls()}.
 *
 * <p>It may also be said in the cluster: by a ConfigMap of the operator's, and by the annotation {@value #PAUSED} on an object. What
 * is paused in one place is not resumed in another. Nothing here waits. Safe for use by many threads; where a controller is named,
 * an {@link IllegalArgumentException} says which there are if there is no such one.
 */
public final class Controls {
    /** On an object: {@code "true"}, or the names of the controllers that are to leave it alone, with commas between them. */
    public static final String PAUSED = "escapement.dev/paused";

    private final String operator;
    private final Set<String> controllers;
    private final ReentrantLock lock = new ReentrantLock();
    /** What the program wants; changed under the lock. */
    private volatile ControlState own = ControlState.NONE;
    /** What the ConfigMap says; changed by the one thread that follows it. */
    private volatile ControlState cluster = ControlState.NONE;

    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, Logger> loggers = new ConcurrentHashMap<>();

    Controls(String operator, Set<String> controllers) {
        this.operator = operator;
        this.controllers = new TreeSet<>(controllers);
    }

    /** The name of the ConfigMap that controls an operator from outside, and of the Lease that its replicas compete for. */
    public static String mapName(String operator) {
        return operator + ".escapement.dev";
    }

    /** Lets no further run begin; those that are on their way go on. Changes are kept, each object's once. */
    public void pauseAll() {
        change(state -> state.withAllPaused(true));
    }

    /** Ends {@link #pauseAll}; single controllers and objects that are paused stay so. */
    public void resumeAll() {
        change(state -> state.withAllPaused(false));
    }

    /** Lets no further run of a controller begin. */
    public void pause(String controller) {
        check(controller);
        change(state -> state.withPaused(controller, true));
    }

    /** Ends {@link #pause(String)}. */
    public void resume(String controller) {
        check(controller);
        change(state -> state.withPaused(controller, false));
    }

    /** Lets no further run of a controller begin for one object. */
    public void pause(String controller, ObjectKey object) {
        check(controller);
        change(state -> state.withPaused(controller, object, true));
    }

    /** Ends {@link #pause(String, ObjectKey)}. */
    public void resume(String controller, ObjectKey object) {
        check(controller);
        change(state -> state.withPaused(controller, object, false));
    }

    /**
     * Changes how many workers a controller has, at once.
     *
     * @param least at least 1
     * @param most at least as many; the same to pin their number
     */
    public void workers(String controller, int least, int most) {
        check(controller);
        var bounds = new Bounds(least, most);
        change(state -> state.withWorkers(controller, bounds));
    }

    /** Ends {@link #workers(String, int, int)}: there are as many as its author said. */
    public void resetWorkers(String controller) {
        check(controller);
        change(state -> state.withoutWorkers(controller));
    }

    /** Whether a controller's debug lines are logged, at the level of info, whatever the logging says. */
    public void verbose(String controller, boolean on) {
        check(controller);
        change(state -> state.withVerbose(controller, on));
    }

    /** All that is wanted now, from here and from the ConfigMap; of workers, the ConfigMap has the last word. */
    public ControlState state() {
        return own.and(cluster);
    }

    /** Whether all objects of a controller pause. */
    public boolean isPaused(String controller) {
        return own.isPaused(controller) || cluster.isPaused(controller);
    }

    /** Whether that is said in the ConfigMap. */
    boolean isPausedByCluster(String controller) {
        return cluster.isPaused(controller);
    }

    /** Whether the ConfigMap has all controllers pause. */
    boolean isAllPausedByCluster() {
        return cluster.allPaused();
    }

    /** Whether a controller is to leave an object alone, in the given state. */
    public boolean isPaused(String controller, Header object) {
        return own.isPaused(controller, object.key())
                || cluster.isPaused(controller)
                || isPausedBy(object.annotations().get(PAUSED), controller);
    }

    private static boolean isPausedBy(@Nullable String annotation, String controller) {
        if (annotation == null) {
            return false;
        }
        var words = ControlText.words(annotation);
        return words.contains("true") || words.contains("*") || words.contains(controller);
    }

    /** How many workers a controller is to have, if anybody has said so since the start. */
    public Optional<Bounds> workers(String controller) {
        var said = cluster.workers().get(controller);
        return Optional.ofNullable(said != null ? said : own.workers().get(controller));
    }

    /** Whether a controller's debug lines are logged. */
    public boolean isVerbose(String controller) {
        return own.verbose().contains(controller) || cluster.verbose().contains(controller);
    }

    /**
     * Has something done after each change, on the thread that makes it; it must be quick, and see for itself what is wanted now.
     * Annotations of objects are no change: they come with the object.
     */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** The names of the controllers. */
    Set<String> controllers() {
        return controllers;
    }

    /** What a controller logs to. */
    Logger log(String controller) {
        return loggers.computeIfAbsent(
                controller,
                name -> new ControllerLogger(
                        LoggerFactory.getLogger("dev.escapement." + operator + "." + name), () -> isVerbose(name)));
    }

    /** The cluster wants something, in place of what it wanted before; returns whether it is something else. */
    boolean cluster(ControlState state) {
        boolean isOther = !state.equals(cluster);
        cluster = state;
        if (isOther) {
            listeners.forEach(Runnable::run);
        }
        return isOther;
    }

    private void change(UnaryOperator<ControlState> change) {
        boolean isOther;
        lock.lock();
        try {
            var after = change.apply(own);
            isOther = !after.equals(own);
            own = after;
        } finally {
            lock.unlock();
        }
        if (isOther) {
            listeners.forEach(Runnable::run);
        }
    }

    private void check(String controller) {
        if (!controllers.contains(controller)) {
            throw new IllegalArgumentException("operator \"" + operator + "\" has no controller \"" + controller
                    + "\"; it has " + ControlText.quoted(controllers));
        }
    }
}
