package dev.escapement;

import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * What a timer knows of one object. All of it is used under its lock, but for {@link #memory} and {@link #failed}, which are
 * the call's.
 */
final class TimerSeries {
    final ObjectKey key;
    final ReentrantLock lock = new ReentrantLock();
    Grid grid = new Grid(0, 1);

    /** Whether the object is there and is to be called for. */
    boolean active;
    /** Grows whenever the object comes or goes: a call that ends in another life is of no consequence. */
    int life;
    /** Whether a call has begun and not ended; there is no other until then, whatever becomes of the object. */
    boolean busy;
    /** The life in which the call was due. */
    int called;
    /** Whether it has been thrown away. */
    boolean forgotten;
    /** The thread that the call is on, to be interrupted when the object goes. */
    @Nullable
    Thread caller;

    /** When the next call is due, on the monotonic clock. */
    long due;
    /** Whether that is before the next tick: as a retry, or because the last call asked for it. */
    boolean early;
    /** The number of the last tick that has been called for, or that is not to be any more. */
    long last;
    /** Whether ticks since the last call were left out on purpose, and so are not missed. */
    boolean excused;
    /** Whether the last call was over so soon that it needs no thread of its own. */
    boolean quick = true;
    /** Whether there has been a call, in this life, and whether one has worked. */
    boolean begun;

    boolean hasWorked;

    long generation;
    /** When the object changed essentially, on the monotonic clock. */
    long changed;
    /** Whether there may be a dead letter that says that it was given up. */
    boolean suspect;
    /** Whether it was given up. */
    boolean parked;

    @Nullable
    Essence essence;

    private Retries.@Nullable Row row;
    private @Nullable KeyState memory;

    TimerSeries(ObjectKey key) {
        this.key = key;
    }

    /** The object is there. */
    void begin(Grid ticks, long wall, long nanos) {
        life++;
        active = true;
        begun = false;
        hasWorked = false;
        grid = ticks;
        last = Math.max(-1, grid.number(wall));
        excused = true;
        changed = nanos;
        parked = false;
        suspect = true;
        row = null;
        memory = null; // a call of an earlier life may still use it
    }

    /** The object is of no concern any more; a call that lasts is interrupted. */
    void end() {
        life++;
        active = false;
        if (caller != null) {
            caller.interrupt();
        }
    }

    /** A tick's number, and how many were missed before it, taking it as called for. */
    long take(long wall) {
        // An alarm may ring a little before its tick by the wall clock; a call between ticks is none.
        long number = Math.max(early ? last : last + 1, grid.number(wall));
        long missed = excused ? 0 : Math.max(0, number - last - 1);
        last = number;
        excused = false;
        begun = true;
        return missed;
    }

    /** The number of the first tick after an instant. It is not negative, unless the wall clock was set back since a call. */
    long numberAfter(long wall) {
        long number = grid.number(wall) + 1;
        return begun ? number : Math.max(0, number);
    }

    /** The number of the next tick. */
    long next(long wall) {
        long number = numberAfter(wall);
        if (number == last) {
            number++; // the last one rang a little before its time by the wall clock
        } else if (number < last) {
            last = number - 1; // the wall clock was set back
        }
        return number;
    }

    /** How many attempts in a row have failed. */
    int failed() {
        var failures = row;
        return failures == null ? 0 : failures.count();
    }

    Retries.@Nullable Row row() {
        return row;
    }

    Retries.Row failing() {
        var failures = row == null ? new Retries.Row() : row;
        row = failures;
        return failures;
    }

    /** It had been given up, and is tried again: its attempts count from the first. */
    void retried() {
        if (row != null) {
            row.retried();
        }
    }

    void works() {
        row = null;
    }

    /** What calls remember for later ones. */
    KeyState memory() {
        var state = memory == null ? new KeyState() : memory;
        memory = state;
        return state;
    }

    /** Forgets what is not worth being kept. */
    void tidy() {
        if (memory != null && memory.isBlank()) {
            memory = null;
        }
    }
}
