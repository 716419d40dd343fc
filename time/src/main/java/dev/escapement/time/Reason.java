package dev.escapement.time;

import org.jspecify.annotations.Nullable;

/** Why something was asked to stop. Immutable, and safe for use by many threads. */
public sealed interface Reason {
    /** The reason in words that can end a sentence such as "stopped: ...". */
    String why();

    /** The failure behind it, if there is one. */
    @Nullable
    Throwable cause();

    /** Somebody wants it to stop. */
    static Reason cancelled(String why) {
        return new Cancelled(why, null);
    }

    /** Somebody wants it to stop, because of a failure. */
    static Reason cancelled(String why, Throwable cause) {
        return new Cancelled(why, cause);
    }

    /** Somebody wants it to stop. */
    record Cancelled(String why, @Nullable Throwable cause) implements Reason {}

    /** Its time is up. */
    record DeadlinePassed(Deadline deadline) implements Reason {
        @Override
        public String why() {
            return "its deadline has passed, " + deadline;
        }

        @Override
        public @Nullable Throwable cause() {
            return null;
        }
    }
}
