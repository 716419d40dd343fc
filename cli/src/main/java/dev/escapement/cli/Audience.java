package dev.escapement.cli;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Json;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.client.WatchEvent;
import dev.escapement.client.WatchListener;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Watches several kinds and passes their changes on in the order in which they were made, which is the order of their resource
 * versions: each kind has a watch of its own, so they arrive in another one. Thread-safe.
 */
final class Audience {
    /** How long a change waits for older ones of other kinds; the eye hardly notices it. */
    private static final Duration PATIENCE = Duration.ofMillis(40);

    private final Json json = new Json();
    private final Clock clock;
    private final Story story;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Sequence<News> sequence = new Sequence<>();
    private @Nullable String trouble;

    /** Takes the changes of one kind. */
    interface Reader {
        void read(long time, WatchEvent.Type type, ObjectKey key, JsonNode object);
    }

    private record News(WatchEvent event, Reader reader) {}

    Audience(Clock clock, Story story) {
        this.clock = clock;
        this.story = story;
    }

    /** Watches the objects of a kind; the reader is called with the lock held that {@link #await} looks with. */
    void follow(ApiClient client, Kind kind, Predicate<WatchEvent> wanted, Reader reader) {
        client.watch(kind, Selection.ALL, "", false, Duration.ofDays(1), new WatchListener() {
            @Override
            public void event(WatchEvent event) {
                if (event.type() != WatchEvent.Type.BOOKMARK && wanted.test(event)) {
                    seen(new News(event, reader));
                }
            }

            @Override
            public void ended(@Nullable RuntimeException failure) {
                stop("the watch of " + kind.resource() + " has ended"
                        + (failure == null ? "" : ": " + failure.getMessage()));
            }
        });
    }

    /** Nothing more is to be expected; who waits is told why. */
    void stop(String why) {
        lock.lock();
        try {
            trouble = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the story has come to a point.
     *
     * @return whether it has, within the time
     * @throws Failure if it can't any more
     */
    boolean await(Predicate<Story> point, long deadline) throws InterruptedException {
        lock.lock();
        try {
            while (!point.test(story)) {
                if (trouble != null) {
                    throw new Failure(1, trouble);
                }
                if (changed.awaitNanos(deadline - clock.nanos()) <= 0) {
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Reads the story as it stands. */
    <T> T read(Function<Story, T> reading) {
        lock.lock();
        try {
            return reading.apply(story);
        } finally {
            lock.unlock();
        }
    }

    private void seen(News news) {
        lock.lock();
        try {
            sequence.add(new Sequence.Seen<>(
                    clock.nanos(), news.event.object().header().resourceVersion(), news));
        } finally {
            lock.unlock();
        }
        clock.schedule(PATIENCE, this::passOn);
    }

    private void passOn() {
        lock.lock();
        try {
            for (var seen : sequence.takeUntil(clock.nanos() - PATIENCE.toNanos())) {
                var event = seen.what().event;
                var object = event.object();
                seen.what()
                        .reader
                        .read(seen.time(), event.type(), object.header().key(), json.parse(object.json()));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
