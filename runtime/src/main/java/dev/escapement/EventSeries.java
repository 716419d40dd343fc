package dev.escapement;

import java.time.Duration;
import java.time.Instant;

/**
 * Events that say the same of one object, for all of which the API server has one. As in client-go's
 * {@code tools/events/event_broadcaster.go}, the first is created, the second makes it a series, and further ones are only
 * counted, and written now and then. Guarded by the lock of the writer.
 */
final class EventSeries {
    /** How often the count of a series that goes on is written; API servers forget an Event after an hour. */
    static final Duration REFRESH = Duration.ofMinutes(30);
    /** A series in which nothing happened for so long is over. */
    static final Duration IDLE = Duration.ofMinutes(6);

    final Told told;
    final Instant first;

    private Instant last;
    private long lastNanos;
    private int count;
    private int written;
    private long writtenNanos;
    private boolean over;
    /** Whether it waits to be written, or is being written. */
    private boolean waiting;

    /** A series that begins with this one. */
    EventSeries(Told told, Instant first) {
        this.told = told;
        this.first = first;
        this.last = first;
    }

    /**
     * A state of it that the API server is to have.
     *
     * @param isNew whether it has none so far
     * @param count how many there were
     * @param last when the last one was
     */
    record State(boolean isNew, int count, Instant last) {}

    void happened(long nanos, Instant now) {
        count++;
        last = now;
        lastNanos = nanos;
    }

    /** When it is over unless something happens. */
    long end() {
        return lastNanos + IDLE.toNanos();
    }

    /** Nothing more happens in it. */
    void finish() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** Whether the API server is to be told, and nobody is about to. */
    boolean isDue(long now) {
        if (waiting || count == written) {
            return false;
        }
        return over ? written > 0 : written < 2 || now - writtenNanos >= REFRESH.toNanos();
    }

    void waiting() {
        waiting = true;
    }

    State state() {
        return new State(written == 0, count, last);
    }

    /** The API server has got a state of it. */
    void written(State state, long now) {
        written = state.count();
        writtenNanos = now;
        waiting = false;
    }

    /** A state of it was given up; it may be written when something happens once more. */
    void givenUp() {
        waiting = false;
    }
}
