package dev.escapement;

import java.util.Arrays;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.CountedLock;
import dev.escapement.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One run on its way, which may be told to hurry, and be given up. A run that has been given up goes on until its code ends, but
 * no longer counts: its worker has been replaced, and what it says or writes is not taken.
 */
final class Attempt {
    private enum State {
        RUNNING,
        INTERRUPTED,
        ABANDONED,
        /** The author's code has come to its end; what follows is short, and not to be disturbed. */
        RETURNED,
        ENDED
    }

    final ObjectKey key;
    final Deadline deadline;
    final Runnable replace;
    private final Thread thread = Thread.currentThread();
    private final CountedLock lock = new CountedLock("runs");
    private volatile State state = State.RUNNING;
    /** How often the watch has looked after it; used by the watch. */
    int looks;
    /** The object in the state that the run looks at; null before it has begun to. */
    volatile @Nullable Header header;

    /** A run by the current thread, and who is told when it is given up. */
    Attempt(ObjectKey key, Deadline deadline, Runnable replace) {
        this.key = key;
        this.deadline = deadline;
        this.replace = replace;
    }

    /** Interrupts it, unless that has been done, or it has ended. */
    boolean interrupt() {
        lock.lock();
        try {
            if (state != State.RUNNING) {
                return false;
            }
            state = State.INTERRUPTED;
            thread.interrupt(); // under the lock, so that it does not hit what the thread does next
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives it up, unless its code has ended. */
    boolean abandon() {
        lock.lock();
        try {
            if (state != State.RUNNING && state != State.INTERRUPTED) {
                return false;
            }
            state = State.ABANDONED;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The author's code has ended, and from now on the run is neither interrupted nor given up; an interrupt that came too late is
     * taken back. Returns whether the run still counts.
     */
    boolean returned() {
        lock.lock();
        try {
            if (state == State.ABANDONED) {
                return false;
            }
            if (state == State.INTERRUPTED) {
                Thread.interrupted();
            }
            state = State.RETURNED;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The author's code begins once more. */
    void resumed() {
        lock.lock();
        try {
            if (state == State.RETURNED) {
                state = State.RUNNING;
            }
        } finally {
            lock.unlock();
        }
    }

    /** It has ended; returns whether it still counted. An interrupt that came too late is taken back. */
    boolean end() {
        lock.lock();
        try {
            boolean counted = state != State.ABANDONED;
            if (state == State.INTERRUPTED || !counted) {
                Thread.interrupted();
            }
            if (counted) {
                state = State.ENDED;
            }
            return counted;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was interrupted because it took too long. */
    boolean isOverdue() {
        return state == State.INTERRUPTED || state == State.ABANDONED;
    }

    boolean isAbandoned() {
        return state == State.ABANDONED;
    }

    /** Refuses what a run that has been given up still wants to do. */
    void check() {
        if (isAbandoned()) {
            throw new IllegalStateException(
                    key + ": this run was given up because it took too long; what it still does is not taken");
        }
    }

    /** Where its code is, in words; the JDK's own frames say less than who called them. */
    String where() {
        return where(thread);
    }

    /** Where a thread is in code that is not the JDK's. */
    static String where(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java.")
                        && !frame.getClassName().startsWith("jdk."))
                .findFirst()
                .map(frame -> "at " + frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName()
                        + ":" + frame.getLineNumber() + ")")
                .orElse("nowhere that can be seen");
    }
}
