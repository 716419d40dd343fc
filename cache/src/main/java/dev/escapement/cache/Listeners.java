package dev.escapement.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import dev.escapement.time.CountedLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each change to all listeners. What a listener threw on is told again, and what came for it meanwhile after it, as one
 * change for each object: from what the listener knows to what there is.
 */
final class Listeners implements ChangeListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Informer.class);
    /** How long after a listener threw it is told again. */
    static final Duration AGAIN = Duration.ofSeconds(1);

    private final Clock clock;
    private final List<Told> listeners = new CopyOnWriteArrayList<>();
    /** Held while listeners are told, so that they are told one thing at a time. */
    final CountedLock turn = new CountedLock("changes");

    private boolean closed;

    Listeners(Clock clock) {
        this.clock = clock;
    }

    void add(ChangeListener listener) {
        add(listener, Stream::empty);
    }

    /**
     * Adds one that is told some changes first.
     *
     * @param before what it is told, read when nothing else is told
     */
    void add(ChangeListener listener, Supplier<Stream<Change>> before) {
        var told = new Told(listener);
        turn.lock();
        try {
            before.get().forEach(told::tell);
            listeners.add(told);
        } finally {
            turn.unlock();
        }
    }

    /** Takes one out, without waiting for its turn: it may be on the way of being told something. */
    void remove(ChangeListener listener) {
        var gone = listeners.stream()
                .filter(told -> told.listener.equals(listener))
                .toList();
        listeners.removeAll(gone);
        gone.forEach(Told::end);
    }

    @Override
    public void changed(Change change) {
        turn.lock();
        try {
            for (var listener : listeners) {
                listener.tell(change);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Tells nothing again any more. */
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
        } finally {
            turn.unlock();
        }
    }

    /** One listener, and what it has not been told. */
    private final class Told {
        private final ChangeListener listener;
        private final Map<ObjectKey, Change> owed = new LinkedHashMap<>();
        private final Clock.Timer again = clock.timer(this::tellAgain);
        private boolean failing;
        private volatile boolean ended;

        Told(ChangeListener listener) {
            this.listener = listener;
        }

        void end() {
            ended = true;
            again.cancel();
        }

        void tell(Change change) {
            if (ended) {
                return;
            }
            if (owed.isEmpty() && tried(change)) {
                failing = false;
                return;
            }
            if (owed.isEmpty()) {
                again.at(Clock.after(clock.nanos(), AGAIN));
            }
            owed.merge(change.key(), change, Told::both);
        }

        private void tellAgain() {
            turn.lock();
            try {
                var changes = owed.entrySet().iterator();
                while (changes.hasNext() && !closed && !ended) {
                    if (!tried(changes.next().getValue())) {
                        again.at(Clock.after(clock.nanos(), AGAIN));
                        return;
                    }
                    changes.remove();
                }
                failing = false;
            } finally {
                turn.unlock();
            }
        }

        private boolean tried(Change change) {
            try {
                listener.changed(change);
                return true;
            } catch (RuntimeException | Error e) {
                if (!failing) {
                    failing = true;
                    LOG.error(
                            "a listener must not throw, but did on {} {}; it is told again every {} s until it does not",
                            change.kind().resource(),
                            change.key(),
                            AGAIN.toSeconds(),
                            e);
                }
                return false;
            }
        }

        /** Both have to be told, in one: no single writer knows of them. */
        private static Change both(Change first, Change second) {
            var type = second.after() == null
                    ? Change.Type.DELETED
                    : first.before() == null ? Change.Type.ADDED : Change.Type.CHANGED;
            boolean neverKnown = first.before() == null && second.after() == null;
            return new Change(
                    type,
                    first.kind(),
                    neverKnown ? second.before() : first.before(),
                    second.after(),
                    second.version(),
                    first.initial() || second.initial(),
                    null);
        }
    }
}
