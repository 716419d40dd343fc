package dev.escapement;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.escapement.Letter.State;
import dev.escapement.cache.Informer;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.queue.WorkQueue;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen of a controller at work. Looking takes no lock that runs need for long, decodes nothing, and changes nothing; what
 * belongs to a run that is on its way may be a moment old.
 */
final class LoopView {
    /** How many of the keys that wait are shown. */
    private static final int WAITING = 20;

    private final Plan<?> plan;
    private final Parts parts;
    private final Clock clock;
    private final Informer primary;
    private final WorkQueue<ObjectKey> queue;
    private final ConcurrentHashMap<ObjectKey, KeyState> states;
    private final History history;
    private final Companions companions;
    private final Workers workers;
    private final Scaling scaling;
    private final Supplier<RunStats> runs;
    private final LetterTable letters;

    LoopView(
            Plan<?> plan,
            Parts parts,
            Informer primary,
            WorkQueue<ObjectKey> queue,
            ConcurrentHashMap<ObjectKey, KeyState> states,
            History history,
            Companions companions,
            Workers workers,
            Scaling scaling,
            Supplier<RunStats> runs,
            LetterTable letters) {
        this.plan = plan;
        this.parts = parts;
        this.clock = parts.clock();
        this.primary = primary;
        this.queue = queue;
        this.states = states;
        this.history = history;
        this.companions = companions;
        this.workers = workers;
        this.scaling = scaling;
        this.runs = runs;
        this.letters = letters;
    }

    String name() {
        return plan.name;
    }

    ControllerView controller() {
        var controls = parts.controls();
        return new ControllerView(
                plan.name,
                plan.kind,
                primary.size(),
                queue.stats(),
                queue.working(),
                queue.waiting(WAITING),
                queue.flows(),
                workers.wanted(),
                scaling.bounds(),
                controls.isPaused(plan.name),
                controls.isPausedByCluster(plan.name),
                controls.isVerbose(plan.name),
                runs.get(),
                (int) states.values().stream()
                        .filter(state -> state.failures > 0 && state.due != null)
                        .count(),
                (int) parked().count());
    }

    Stream<TimerView> timers(int limit) {
        return companions.stream().flatMap(companion -> companion.timerView(limit).stream());
    }

    Stream<DaemonView> daemons(int limit) {
        return companions.stream().flatMap(companion -> companion.daemonView(limit).stream());
    }

    /** The letters that keep objects from being tried, and that people are to see. */
    Stream<Letter> parked() {
        return letters.all().stream()
                .filter(letter -> letter.id().controller().equals(plan.name) && letter.state() == State.PARKED);
    }

    private Optional<Header> header(ObjectKey key) {
        return primary.get(key).map(RawObject::header);
    }

    /** What is to be told of one of its objects. */
    Optional<Told> told(ObjectKey key, String reason, String note) {
        return header(key)
                .map(object -> Told.of(plan.kind, key, object.uid(), Events.Tone.NORMAL, reason, "Console", note));
    }

    /** What a look at many objects needs. */
    Glance glance() {
        var parkedCounts = new HashMap<ObjectKey, Integer>();
        parked().forEach(letter -> parkedCounts.merge(letter.id().key(), 1, Integer::sum));
        var running = new HashMap<ObjectKey, WorkQueue.Working<ObjectKey>>();
        queue.working().forEach(working -> running.put(working.key(), working));
        return new Glance(running, parkedCounts);
    }

    /** The state of a controller's objects, as they are looked at. */
    final class Glance {
        private final Map<ObjectKey, WorkQueue.Working<ObjectKey>> running;
        private final Map<ObjectKey, Integer> parkedCounts;

        private Glance(Map<ObjectKey, WorkQueue.Working<ObjectKey>> running, Map<ObjectKey, Integer> parkedCounts) {
            this.running = running;
            this.parkedCounts = parkedCounts;
        }

        String controller() {
            return plan.name;
        }

        /** The objects that a query is for. */
        Stream<RawObject> find(ObjectQuery query) {
            var text = query.text().toLowerCase(Locale.ROOT);
            return candidates(query.state())
                    .filter(object -> query.namespace().isEmpty()
                            || object.key().namespace().equals(query.namespace()))
                    .filter(object -> text.isEmpty()
                            || object.key().toString().toLowerCase(Locale.ROOT).contains(text))
                    .filter(object -> query.state() == null || state(object) == query.state());
        }

        private Stream<RawObject> candidates(ObjectView.@Nullable State state) {
            if (state == null) {
                return primary.objects();
            }
            return switch (state) {
                case RUNNING -> of(running.keySet());
                case DEAD -> of(parkedCounts.keySet());
                case RETRYING, SCHEDULED, QUEUED -> of(states.keySet());
                case PAUSED, RESTING -> primary.objects();
            };
        }

        private Stream<RawObject> of(Collection<ObjectKey> keys) {
            return keys.stream().flatMap(key -> primary.get(key).stream());
        }

        private ObjectView.State state(Header object) {
            var key = object.key();
            if (running.containsKey(key)) {
                return ObjectView.State.RUNNING;
            }
            if (parkedCounts.containsKey(key)) {
                return ObjectView.State.DEAD;
            }
            if (parts.controls().isPaused(plan.name, object)) {
                return ObjectView.State.PAUSED;
            }
            var known = states.get(key);
            if (known == null) {
                return ObjectView.State.RESTING;
            }
            if (known.failures > 0 && known.due != null) {
                return ObjectView.State.RETRYING;
            }
            return known.due != null
                    ? ObjectView.State.SCHEDULED
                    : known.waiting().isEmpty() ? ObjectView.State.RESTING : ObjectView.State.QUEUED;
        }

        ObjectView view(Header object) {
            var key = object.key();
            var known = states.get(key);
            var due = known == null ? null : known.due;
            return new ObjectView(
                    plan.name,
                    plan.kind,
                    key,
                    state(object),
                    due == null ? null : TaskView.instant(clock, due.nanos()),
                    known == null ? 0 : known.failures,
                    parts.controls().isPaused(plan.name, object),
                    parkedCounts.getOrDefault(key, 0),
                    history.last(key));
        }

        Optional<ObjectDetail> detail(ObjectKey key) {
            return primary.get(key).map(object -> {
                var known = states.get(key);
                var run = running.get(key);
                return new ObjectDetail(
                        view(object),
                        object,
                        run == null
                                ? null
                                : TaskView.instant(
                                        clock, clock.nanos() - run.running().toNanos()),
                        known == null ? List.of() : known.waiting(),
                        history.of(key),
                        known == null
                                ? List.of()
                                : known.recent.stream().map(FailureView::of).toList(),
                        companions.stream()
                                .flatMap(companion -> companion.task(key).stream())
                                .toList(),
                        parked().filter(letter -> letter.id().key().equals(key))
                                .map(LetterView::of)
                                .toList());
            });
        }
    }
}
