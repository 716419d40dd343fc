package dev.escapement;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.Letter.State;
import dev.escapement.cache.Informer;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.UnreachableException;
import dev.escapement.queue.RateLimiter;
import dev.escapement.queue.WorkQueue;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import dev.escapement.time.Stop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the letters in the cluster equal to those that are known, and sees what people do with them. One thread does all of it, a
 * place at a time, so that what is written, deleted and seen of one letter never overtakes itself.
 */
final class LetterFiling {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Backoff WRITES =
            Backoff.exponential(Duration.ofSeconds(1)).cap(Duration.ofMinutes(5));
    /** How long what is unwritten at the end may take. */
    private static final Duration LAST_WRITES = Duration.ofSeconds(2);

    private final ApiClient client;
    private final Clock clock;
    private final LetterForm form;
    private final LetterDesk desk;
    private final LetterTable table;
    private final LetterAccess access;
    private final Heard heard;
    private final WorkQueue<ObjectKey> queue;
    private final Thread thread;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();

    /** What is known of the cluster's letters. Used by the thread, as is all below. */
    private final Map<ObjectKey, Mark> marks = new HashMap<>();

    private final Set<ObjectKey> unwritten = new HashSet<>();
    /** What was discarded from here, and is not noted yet. Added to by many threads. */
    private final Set<ObjectKey> discarded = ConcurrentHashMap.newKeySet();

    private @Nullable Informer informer;
    private volatile boolean working;
    private final Stop closing;

    /**
     * A letter in the cluster.
     *
     * @param version which version of it has been looked at
     * @param letter what it says; null if it has been deleted from here, of which the report may be on its way
     * @param touched whether people have annotated it
     */
    private record Mark(
            String uid, String version, @Nullable Letter letter, boolean touched) {}

    /** Is told of what is to change in the table. */
    interface Heard {
        /** Somebody has annotated or deleted a letter, so that its object is tried once more. */
        void released(Letter letter);

        /** There was no room for letters. */
        void dropped(List<Letter> letters);
    }

    /**
     * Files what is in a table.
     *
     * @param access the way to them
     * @param heard told of what people do
     */
    LetterFiling(
            ApiClient client,
            Clock clock,
            LetterForm form,
            LetterDesk desk,
            LetterTable table,
            LetterAccess access,
            Heard heard) {
        this.client = client;
        this.clock = clock;
        this.form = form;
        this.desk = desk;
        this.table = table;
        this.access = access;
        this.heard = heard;
        this.closing = Stop.create(clock);
        this.queue = WorkQueue.<ObjectKey>builder(clock)
                .limiter(RateLimiter.exponential(WRITES, new SplittableRandom(clock.nanos())))
                .build();
        this.thread = Thread.ofVirtual().name("dead-letters").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Done when the letters that there were at the start are known, or it is known that they cannot be. */
    CompletableFuture<Void> loaded() {
        return loaded;
    }

    /** Something is to be done about a place, or was done. */
    void look(ObjectKey place) {
        queue.add(place);
    }

    /** A letter was discarded from here, which is to be noted in the cluster. */
    boolean discard(ObjectKey place) {
        discarded.add(place);
        queue.add(place);
        return true;
    }

    /** Writes what is unwritten, if that is quick, and ends. */
    void close() {
        closing.request("the operator stops");
        var limit = clock.schedule(LAST_WRITES, thread::interrupt);
        if (working) {
            try {
                queue.drain();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        limit.cancel();
        thread.interrupt();
        try {
            thread.join(); // it closes its watch, which would complain of a connection that is closed first
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            var opened = access.open(queue::add, () -> loaded.complete(null));
            informer = opened;
            opened.objects().forEach(this::found);
            loaded.complete(null);
            table.all().forEach(letter -> queue.add(letter.place()));
            marks.keySet().forEach(queue::add);
            working = true;
            work();
        } catch (InterruptedException e) {
            // it was closed
        } finally {
            working = false;
            loaded.complete(null);
            queue.shutDown();
            if (informer != null) {
                informer.close();
            }
        }
    }

    private void work() throws InterruptedException {
        var cycle = new DutyCycle(clock, closing);
        for (var place = queue.take(); place != null; place = queue.take()) {
            try {
                cycle.begin();
                file(place);
                cycle.end();
                unwritten.remove(place);
                if (unwritten.isEmpty()) {
                    access.works();
                }
            } catch (RuntimeException | Error e) {
                queue.retry(place);
                unwritten.add(place);
                failed(place, e);
            } finally {
                queue.done(place);
            }
            cycle.rest();
        }
    }

    private void file(ObjectKey place) throws InterruptedException {
        var seen = seen(place);
        if (seen == null) {
            missing(place);
        } else {
            found(seen);
        }
        var wanted = table.at(place);
        var mark = marks.get(place);
        if (wanted == null) {
            if (mark != null && mark.letter != null) {
                desk.delete(place, mark.uid);
                marks.put(place, new Mark(mark.uid, mark.version, null, mark.touched));
            }
        } else if (mark == null || !wanted.saysTheSame(mark.letter)) {
            boolean touched = mark != null && mark.letter != null && mark.touched;
            if (mark != null && touched && wanted.state() == State.PARKED) {
                desk.delete(place, mark.uid); // what people said of the earlier failure does not concern this one
                touched = false;
            }
            var written = desk.write(wanted);
            marks.put(place, new Mark(written.uid(), written.resourceVersion(), wanted, touched));
            if (informer != null) {
                informer.wrote(written, null);
            }
        }
        if (wanted != null && wanted.state() == State.DISCARDED && discarded.contains(place)) {
            desk.discard(place); // heard of by the watch, as if somebody else had done so
        }
        discarded.remove(place);
    }

    private @Nullable RawObject seen(ObjectKey place) {
        return informer == null
                ? null
                : informer.get(place)
                        .filter(object -> !object.header().deleting())
                        .orElse(null);
    }

    /** There is no letter: if there was one, somebody has deleted it, or its object is gone. */
    private void missing(ObjectKey place) {
        var mark = marks.remove(place);
        if (mark != null && mark.letter != null) {
            heard.released(mark.letter);
        }
    }

    /** There is a letter: of an earlier process, of another replica, or one that people have annotated. */
    private void found(RawObject object) {
        var header = object.header();
        var place = header.key();
        var mark = marks.get(place);
        boolean deleted = mark != null && mark.letter == null && mark.uid.equals(header.uid());
        if (deleted || (mark != null && mark.version.equals(header.resourceVersion()))) {
            return;
        }
        Letter letter;
        try {
            letter = form.read(object);
        } catch (IllegalArgumentException e) {
            LOG.debug("passed over", e);
            return;
        }
        var kept = table.adopt(letter);
        heard.dropped(kept.dropped());
        if (kept.before() != null && !kept.before().place().equals(place)) {
            queue.add(kept.before().place()); // one of the two is about an object that is gone
        }
        boolean release = header.annotations().containsKey(LetterForm.RELEASE);
        boolean touched = release || letter.state() == State.DISCARDED;
        boolean current = kept.now().place().equals(place);
        marks.put(place, new Mark(header.uid(), header.resourceVersion(), letter, touched));
        if (release && current) {
            heard.released(kept.now());
        } else if (letter.state() == State.DISCARDED && kept.now().saysTheSame(letter)) {
            table.change(kept.now(), State.DISCARDED);
        }
        queue.add(place);
    }

    private void failed(ObjectKey place, Throwable failure) throws InterruptedException {
        LOG.debug("DeadLetter {} is not written for now", place, failure);
        if (failure instanceof UnreachableException) {
            client.awaitReady(clock); // the caches tell of it
        } else if (desk.isUndefined(failure)) {
            var _ = access.define();
        } else if (!desk.passes(failure)) {
            access.warn(failure);
        }
    }
}
