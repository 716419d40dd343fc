package dev.escapement;

import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.Stop;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a daemon of one object. All of it is used under its lock, but for {@link #beat}; it is that lock itself, as there
 * are many of them.
 */
@SuppressWarnings("serial") // nobody does
final class DaemonSlot extends ReentrantLock {
    private static final long serialVersionUID = 1;

    /** What comes next by itself. */
    enum Next {
        /** It has crashed, and is started again. */
        START,
        /** It has run for long after a crash: that is over. */
        RECOVERED,
        /** It was asked to end, and has not. */
        INTERRUPT,
        /** It was interrupted, and has not ended. */
        ABANDON
    }

    /**
     * Something that is due.
     *
     * @param nanos when, on the monotonic clock
     */
    record Due(Next next, long nanos) {}

    final ObjectKey key;
    /** Whether it should run, its failures apart. */
    boolean wanted;
    /** The generation of the object. */
    long generation;
    /** Whether the generation is another than the one for which the last run began. */
    boolean renewed;
    /** Whether it has returned, and so is done with this generation. */
    boolean done;
    /** Whether there may be a dead letter that says that it was given up. */
    boolean suspect = true;
    /** Whether it was given up. */
    boolean parked;
    /** Whether this slot has been thrown away. */
    boolean forgotten;

    /** The thread that it runs on; null if it does not run. */
    @Nullable
    Thread thread;

    @Nullable
    Stop stop;

    /** Why it was asked to end; null if it was not. */
    @Nullable
    String why;

    boolean abandoned;
    /** What is due by itself; null if nothing is, as for most. */
    @Nullable
    Due due;
    /** When it reported last, on the monotonic clock. */
    volatile long beat;

    Retries.@Nullable Row row;

    DaemonSlot(ObjectKey key) {
        this.key = key;
    }

    /** Whether something comes next by itself. */
    boolean awaits(Next next) {
        return due != null && due.next == next;
    }

    Retries.Row failing() {
        var failures = row == null ? new Retries.Row() : row;
        row = failures;
        return failures;
    }
}
