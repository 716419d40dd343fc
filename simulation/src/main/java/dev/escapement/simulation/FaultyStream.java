package dev.escapement.simulation;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of a body on their way: each is there at its time, by the clock, and not before the one before it. One thread at a time reads
 * it; pieces may be given by others.
 */
final class FaultyStream implements FaultyChunks {
    private final Clock clock;
    private final Runnable whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final Clock.Timer arrival;

    private volatile Runnable listener = () -> {};
    private @Nullable IOException failure;
    private boolean complete;
    private boolean closed;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(long due, byte[] bytes) {}

    /** @param whenClosed told, once or more often, that nobody reads it any more */
    FaultyStream(Clock clock, Runnable whenClosed) {
        this.clock = clock;
        this.whenClosed = whenClosed;
        this.arrival = clock.timer(() -> listener.run());
    }

    /** One more piece, which is to be there at a reading of the clock, or when the one before it is. */
    void add(long due, byte[] bytes) {
        lock.lock();
        try {
            if (complete) {
                return;
            }
            var before = pieces.peekLast();
            long at = before == null ? due : Math.max(due, before.due());
            pieces.add(new Piece(at, bytes));
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    /** The next piece is to be read together with the last one, if that is still on its way. */
    void join(long due, byte[] bytes) {
        lock.lock();
        try {
            var before = pieces.peekLast();
            if (before != null && !complete) {
                pieces.removeLast();
                var both = Arrays.copyOf(before.bytes(), before.bytes().length + bytes.length);
                System.arraycopy(bytes, 0, both, before.bytes().length, bytes.length);
                pieces.add(new Piece(Math.max(due, before.due()), both));
                return;
            }
        } finally {
            lock.unlock();
        }
        add(due, bytes);
    }

    /** Nothing comes after what is on its way. */
    void end(@Nullable IOException reason) {
        lock.lock();
        try {
            if (!complete) {
                complete = true;
                failure = reason;
            }
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    /** Nothing comes any more, not even what is on its way. */
    void fail(IOException reason) {
        lock.lock();
        try {
            pieces.clear();
            complete = true;
            failure = reason;
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    /** What is on its way is there. */
    void hurry() {
        lock.lock();
        try {
            var all = List.copyOf(pieces);
            pieces.clear();
            all.forEach(piece -> pieces.add(new Piece(clock.nanos(), piece.bytes())));
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    @Override
    public byte @Nullable [] poll() {
        lock.lock();
        try {
            var next = pieces.peek();
            if (next == null || closed) {
                return null;
            }
            if (next.due() - clock.nanos() > 0) {
                arrival.at(next.due());
                return null;
            }
            pieces.remove();
            return next.bytes();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean ended() {
        lock.lock();
        try {
            return closed || (complete && pieces.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable IOException failure() {
        lock.lock();
        try {
            return ended() ? failure : null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onReady(Runnable value) {
        listener = value;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            pieces.clear();
        } finally {
            lock.unlock();
        }
        arrival.cancel();
        whenClosed.run();
        listener.run();
    }
}
