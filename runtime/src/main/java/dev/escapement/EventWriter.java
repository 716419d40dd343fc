package dev.escapement;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.time.Clock;
import dev.escapement.time.CountedLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events to the cluster: few, as {@link EventCorrelator} has it, one at a time, on a thread of its own. Who tells
 * something waits for nobody. Safe for use by many threads.
 */
final class EventWriter implements Events, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    /** How many series may wait to be written; the oldest one is given up for one more. */
    static final int BACKLOG = 4096;
    /** How long the end waits for what is still to be written. */
    static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Clock clock;
    private final EventPost post;
    private final CountedLock lock = new CountedLock("events");
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<EventSeries> backlog = new ArrayDeque<>();
    private final EventCorrelator correlator = new EventCorrelator(this::waits);
    private final Clock.Timer end;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private @Nullable Thread poster;
    private boolean endIsSet;
    private boolean posting;
    private boolean closing;
    private long dropped;

    /** A writer that is idle, and has no thread, until it is told something. */
    EventWriter(String operator, ApiClient client, Clock clock) {
        this.clock = clock;
        this.post = new EventPost(operator, client, clock);
        this.end = clock.timer(this::expire);
    }

    @Override
    public void tell(Kind kind, Header regarding, Tone tone, String reason, String action, String note) {
        tell(Told.of(kind, regarding.key(), regarding.uid(), tone, reason, action, note));
    }

    void tell(Told told) {
        lock.lock();
        try {
            if (closing) {
                return;
            }
            correlator.tell(told, clock.nanos(), clock.now());
            setEnd();
            if (poster == null) {
                // The thread of a run may be the first to tell something: what its log lines are about stays its own.
                poster = Thread.ofVirtual()
                        .name("events")
                        .inheritInheritableThreadLocals(false)
                        .start(this::post);
            }
        } finally {
            lock.unlock();
        }
    }

    private void setEnd() {
        if (!endIsSet && !correlator.isEmpty()) {
            endIsSet = true;
            end.at(correlator.nextEnd());
        }
    }

    private void expire() {
        lock.lock();
        try {
            endIsSet = false;
            correlator.expire(clock.nanos());
            if (!closing) {
                setEnd();
            }
        } finally {
            lock.unlock();
        }
    }

    private void waits(EventSeries series) {
        if (backlog.size() == BACKLOG) {
            backlog.removeFirst().givenUp();
            dropped++;
        }
        backlog.add(series);
        changed.signal();
    }

    private void post() {
        try {
            for (EventSeries series; (series = next()) != null; ) {
                try {
                    post(series);
                } catch (RuntimeException | Error e) { // such as a heap that is full: later ones may get through
                    lost(series, e);
                }
                post.rest();
            }
        } catch (InterruptedException e) {
            // the end waits no longer; what is left is given up
        } finally {
            ended.complete(null);
        }
    }

    private @Nullable EventSeries next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (backlog.isEmpty() && !closing) {
                changed.await();
            }
            var next = backlog.poll();
            posting = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void post(EventSeries series) throws InterruptedException {
        EventSeries.State state;
        lock.lock();
        try {
            state = series.state();
        } finally {
            lock.unlock();
        }
        boolean isWritten = post.write(series, state);
        lock.lock();
        try {
            if (isWritten) {
                series.written(state, clock.nanos());
                correlator.offer(series, clock.nanos()); // more may have happened meanwhile
            } else {
                series.givenUp();
            }
            posting = false;
        } finally {
            lock.unlock();
        }
    }

    private void lost(EventSeries series, Throwable failure) {
        lock.lock();
        try {
            series.givenUp();
            posting = false;
            dropped++;
        } finally {
            lock.unlock();
        }
        LOG.warn("the Event \"{}\" of {} is given up", series.told.reason(), series.told.object(), failure);
    }

    /** How many series wait to be written, or are being written. */
    int waiting() {
        lock.lock();
        try {
            return backlog.size() + (posting ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    EventStats figures() {
        lock.lock();
        try {
            int waiting = backlog.size() + (posting ? 1 : 0);
            return new EventStats(post.written(), dropped, correlator.suppressed(), post.refused(), waiting);
        } finally {
            lock.unlock();
        }
    }

    /** Takes in nothing more, and writes what waits and the last counts of all series, as far as that takes no longer than 2 s. */
    @Override
    public void close() {
        Thread thread;
        lock.lock();
        try {
            closing = true;
            end.cancel();
            correlator.finish(clock.nanos());
            changed.signal();
            thread = poster;
        } finally {
            lock.unlock();
        }
        post.close();
        if (thread != null) {
            var giveUp = clock.schedule(LAST_WORDS, thread::interrupt);
            ended.join();
            giveUp.cancel();
        }
    }
}
