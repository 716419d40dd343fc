package dev.escapement;

import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.Stop;
import org.jspecify.annotations.Nullable;

/** What is known of a daemon of one object. All of it is used under its lock, but for {@link #beat}. */
final class DaemonSlot {
    /** What comes next by itself. */
    enum Next {
        NOTHING,
        /** It has crashed, and is started again. */
        START,
        /** It has run for long after a crash: that is over. */
        RECOVERED,
        /** It was asked to end, and has not. */
        INTERRUPT,
        /** It was interrupted, and has not ended. */
        ABANDON
    }

    final ObjectKey key;
    final ReentrantLock lock = new ReentrantLock();
    /** Whether it should run, its failures apart. */
    boolean wanted;
    /** The generation of the object. */
    long generation;
    /** The generation of the object for which the last run began. */
    long begunFor;
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
    Next next = Next.NOTHING;
    /** When that is due, on the monotonic clock. */
    long due;
    /** When it reported last, on the monotonic clock. */
    volatile long beat;

    Retries.@Nullable Row row;

    DaemonSlot(ObjectKey key) {
        this.key = key;
    }

    Retries.Row failing() {
        var failures = row == null ? new Retries.Row() : row;
        row = failures;
        return failures;
    }
}
