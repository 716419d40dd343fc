package dev.escapement;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.escapement.Events.Tone;
import dev.escapement.Letter.State;
import dev.escapement.Letter.Subject;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters that people see in the cluster as {@code DeadLetter} objects, and that survive the process there.
 *
 * <p>What is in memory counts. It is written behind the scenes, and what people do to the objects is heard of by a watch.
 */
final class ClusterDeadLetters implements DeadLetters, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    /** How long a start waits for the letters of an earlier process. */
    private static final Duration LOADING = Duration.ofSeconds(5);

    private static final Duration SWEEP = Duration.ofHours(1);

    private final String operator;
    private final Clock clock;
    private final Events events;
    private final Subjects subjects;
    private final Duration age;
    private final LetterForm form;
    private final LetterTable table;
    private final LetterFiling filing;
    private final DroppedLetters dropped;
    private final Traces traces;
    private final Clock.Timer sweep;
    private volatile Released listener = _ -> {};
    private volatile boolean closed;

    /** Finds the objects that letters are about. */
    @FunctionalInterface
    interface Subjects {
        /** The object as it is now; null if it is gone. */
        @Nullable
        Found find(Id id);

        /** An object. */
        record Found(Kind kind, Header header) {}
    }

    /**
     * How much is kept, and where.
     *
     * @param perController how many letters; beyond that the oldest go
     * @param age how long after its last failure an object is tried once more
     * @param home the namespace of letters about cluster-scoped objects
     * @param namespaces where letters are; everywhere if there are none
     */
    record Settings(int perController, Duration age, String home, Collection<String> namespaces) {
        static final int PER_CONTROLLER = 10_000;
        static final Duration AGE = Duration.ofDays(7);

        static Settings in(String home, Collection<String> namespaces) {
            return new Settings(PER_CONTROLLER, AGE, home, namespaces);
        }
    }

    @SuppressWarnings("this-escape") // nothing is told before the start
    ClusterDeadLetters(
            String operator, ApiClient client, Clock clock, Events events, Subjects subjects, Settings settings) {
        this.operator = operator;
        this.clock = clock;
        this.events = events;
        this.subjects = subjects;
        this.age = settings.age;
        this.form = new LetterForm(operator, settings.home, client.json());
        this.table = new LetterTable(settings.perController);
        this.traces = new Traces(clock);
        this.dropped = new DroppedLetters(settings.perController);
        var mine = LetterForm.OPERATOR + "=" + operator;
        var within = settings.namespaces.isEmpty() ? List.of("") : settings.namespaces;
        var desk = new LetterDesk(operator, client, clock, form);
        var selections = within.stream()
                .distinct()
                .map(namespace -> Selection.in(namespace).labelled(mine))
                .toList();
        this.filing = new LetterFiling(
                client,
                clock,
                form,
                desk,
                table,
                new LetterAccess(client, clock, desk, selections),
                new LetterFiling.Heard() {
                    @Override
                    public void released(Letter letter) {
                        release(letter);
                    }

                    @Override
                    public void dropped(List<Letter> letters) {
                        drop(letters);
                    }
                });
        this.sweep = clock.timer(this::sweep);
    }

    /** Begins to look for the letters of an earlier process; does not wait. */
    void start() {
        filing.start();
        sweep.at(Clock.after(clock.nanos(), SWEEP));
    }

    /** Waits until they are known, or it is known that they cannot be. */
    void awaitLoaded() throws InterruptedException {
        var over = new CompletableFuture<Boolean>();
        var late = clock.schedule(LOADING, () -> over.complete(false));
        var _ = filing.loaded().thenRun(() -> over.complete(true));
        try {
            if (!over.get()) {
                LOG.warn(
                        "{}: the dead letters of an earlier run were not read within {} s, so what they are about may be tried again",
                        operator,
                        LOADING.toSeconds());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is never completed with a failure", e);
        } finally {
            late.cancel();
        }
        sweepAged();
    }

    @Override
    public void park(Id id, Kind kind, Header object, Throwable failure, int attempts, List<Failure> history) {
        var now = clock.now();
        var error = Failures.describe(failure);
        var letter = new Letter(
                id,
                form.place(id, object.uid()),
                new Subject(kind.apiVersion(), kind.name(), object.uid(), object.generation()),
                State.PARKED,
                error,
                Fingerprint.of(failure, id.key()),
                attempts,
                history.isEmpty() ? now : history.getFirst().at(),
                now,
                history.isEmpty() ? List.of(new Failure(now, error)) : history);
        var kept = table.park(letter);
        var before = kept.before();
        if (before != null && !before.place().equals(letter.place())) {
            filing.look(before.place());
        }
        filing.look(letter.place());
        drop(kept.dropped());
        boolean known = before != null
                && before.state() != State.RELEASED
                && before.subject().uid().equals(object.uid())
                && before.fingerprint().equals(letter.fingerprint());
        if (!known) {
            var text = (attempts > 1 ? "failed " + attempts + " times" : "failed")
                    + " and is left until it changes or is replayed";
            log(id).error(
                            "{}: {} {} (DeadLetter {}, fingerprint {}): {}",
                            id.key(),
                            id.task(),
                            text,
                            letter.place(),
                            letter.fingerprint(),
                            letter.error(),
                            attempts > 1
                                    ? null
                                    : traces.of(failure, id.key())); // of a row, the first was told with its stack
            events.tell(
                    kind,
                    object,
                    Tone.WARNING,
                    "DeadLettered",
                    action(id),
                    id.task() + " " + text + ": " + letter.error());
        }
    }

    @Override
    public boolean isParked(Id id, Header object) {
        return table.holds(id, object);
    }

    @Override
    public boolean settle(Id id) {
        var letter = table.knows(id) ? table.remove(id) : null;
        if (letter == null) {
            return false;
        }
        filing.look(letter.place());
        var found = subjects.find(id);
        if (found == null
                || found.header.deleting()
                || !found.header.uid().equals(letter.subject().uid())) {
            return true; // it does not work again; it is gone
        }
        var text = id.task() + " works again after "
                + (letter.attempts() == 1 ? "a failed attempt" : letter.attempts() + " failed attempts");
        log(id).info("{}: {}", id.key(), text);
        events.tell(found.kind, found.header, Tone.NORMAL, "Recovered", action(id), text);
        return true;
    }

    @Override
    public void release(Id id) {
        var letter = table.get(id);
        if (letter != null && table.change(letter, State.RELEASED)) {
            filing.look(letter.place());
        }
    }

    /** Nobody wants to see a letter any more; false if that is so already. */
    boolean discard(Letter letter) {
        return table.change(letter, State.DISCARDED) && filing.discard(letter.place());
    }

    LetterTable table() {
        return table;
    }

    @Override
    public void onRelease(Released released) {
        this.listener = released;
    }

    /** Somebody wants a letter's object to be tried once more, or the letter is old. */
    void release(Letter letter) {
        if (table.change(letter, State.RELEASED)) {
            filing.look(letter.place());
            listener.released(letter.id());
        }
    }

    private void sweep() {
        sweepAged();
        dropped.tell();
        if (!closed) {
            sweep.at(Clock.after(clock.nanos(), SWEEP));
        }
    }

    /** A letter that nobody looked at for so long is not kept for ever, nor is its object forgotten: it is tried once more. */
    private void sweepAged() {
        int tried = 0;
        for (var letter : table.olderThan(clock.now().minus(age))) {
            if (letter.state() == State.PARKED) {
                release(letter);
                tried++;
            } else if (table.remove(letter.id()) != null) {
                filing.look(letter.place());
            }
        }
        if (tried > 0) {
            LOG.info(
                    "{}: {} dead letters are older than {} h; what they are about is tried once more",
                    operator,
                    tried,
                    age.toHours());
        }
    }

    private void drop(List<Letter> letters) {
        for (var letter : letters) {
            filing.look(letter.place());
            dropped.add(letter.id().controller());
        }
    }

    /** {@code Reconcile}, {@code Timer}, {@code Daemon}. */
    private static String action(Id id) {
        var word = id.task().split(" ", 2)[0];
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private Logger log(Id id) {
        return LoggerFactory.getLogger("dev.escapement." + operator + "." + id.controller());
    }

    /** Writes what is unwritten, if that is quick, and hears of nothing any more. */
    @Override
    public void close() {
        closed = true;
        sweep.cancel();
        filing.close();
    }
}
