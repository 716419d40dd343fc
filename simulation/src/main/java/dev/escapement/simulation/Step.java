package dev.escapement.simulation;

import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Something that happens to a simulated cluster, or to the operator, at one moment of a script. */
public sealed interface Step {
    /** Somebody creates an object; nothing happens if there is one already. */
    static Step create(HasMetadata object) {
        return new Create(object);
    }

    /** Somebody changes an object as it is then; nothing happens if it is not there. */
    @SuppressWarnings("unchecked")
    static <T extends HasMetadata> Step update(T object, UnaryOperator<T> change) {
        return new Update(object, (UnaryOperator<HasMetadata>) change);
    }

    /** Somebody deletes an object; nothing happens if it is not there. */
    static Step delete(HasMetadata object) {
        return new Delete(object);
    }

    /** Time passes. */
    static Step pause(Duration duration) {
        return new Pause(duration);
    }

    /** The operator is stopped in order, and another one started. */
    static Step restartOperator() {
        return new RestartOperator();
    }

    /**
     * The operator crashes between two of its requests, and another one is started after 5 s.
     *
     * @param requests how many requests it still makes
     * @param answered whether the next one is still sent, of whose answer or failure the operator hears nothing
     */
    static Step crashOperator(int requests, boolean answered) {
        return new CrashOperator(requests, answered);
    }

    /** The API server goes away for a time, and comes back without its past: all watches break and expire. */
    static Step restartServer(Duration away) {
        return new RestartServer(away);
    }

    /** The operator's wall clock jumps, so that it is ahead by some time; behind if that is negative. */
    static Step skew(Duration ahead) {
        return new Skew(ahead);
    }

    /** What the script is about, rather than a fault. */
    default boolean isOfScript() {
        return this instanceof Create || this instanceof Update || this instanceof Delete || this instanceof Pause;
    }

    /** Somebody creates an object. */
    record Create(HasMetadata object) implements Step {
        @Override
        public String toString() {
            return "create " + name(object);
        }
    }

    /** Somebody changes an object. */
    record Update(HasMetadata object, UnaryOperator<HasMetadata> change) implements Step {
        @Override
        public String toString() {
            return "update " + name(object);
        }
    }

    /** Somebody deletes an object. */
    record Delete(HasMetadata object) implements Step {
        @Override
        public String toString() {
            return "delete " + name(object);
        }
    }

    /** Time passes. */
    record Pause(Duration duration) implements Step {
        @Override
        public String toString() {
            return "pause " + duration.toMillis() + " ms";
        }
    }

    /** The operator is stopped in order, and another one started. */
    record RestartOperator() implements Step {
        @Override
        public String toString() {
            return "restart the operator";
        }
    }

    /** The operator crashes. */
    record CrashOperator(int requests, boolean answered) implements Step {
        @Override
        public String toString() {
            return "crash the operator " + (answered ? "when the answer comes" : "before it sends")
                    + " to its request in " + requests;
        }
    }

    /** The API server goes away and comes back. */
    record RestartServer(Duration away) implements Step {
        @Override
        public String toString() {
            return "restart the API server, which is away for " + away.toMillis() + " ms";
        }
    }

    /** The operator's wall clock jumps. */
    record Skew(Duration ahead) implements Step {
        @Override
        public String toString() {
            return "set the operator's clock " + ahead.toMillis() + " ms ahead";
        }
    }

    private static String name(HasMetadata object) {
        var metadata = object.getMetadata();
        var namespace = metadata.getNamespace();
        return object.getKind().toLowerCase(Locale.ROOT) + " " + (namespace == null ? "" : namespace + "/")
                + metadata.getName();
    }
}
