package dev.escapement;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator does, for those who look at it: its controllers, its objects, its dead letters; and what they may do about the latter.
 * Each answer is of the moment in which it is asked for, and costs no request, no decoding, and milliseconds for ten thousand objects. Safe for
 * use by many threads. See {@link Operator#insight()}.
 */
public final class Insight {
    private static final Logger AUDIT = LoggerFactory.getLogger("dev.escapement.audit");

    private final String operator;
    private final SharedCaches shared;
    private final Controls controls;
    private final ObjectKey controlMap;
    private final List<LoopView> loops;
    private final ClusterDeadLetters letters;
    private final EventWriter events;

    Insight(
            String operator,
            SharedCaches shared,
            Controls controls,
            ObjectKey controlMap,
            List<LoopView> loops,
            ClusterDeadLetters letters,
            EventWriter events) {
        this.operator = operator;
        this.shared = shared;
        this.controls = controls;
        this.controlMap = controlMap;
        this.loops = loops;
        this.letters = letters;
        this.events = events;
    }

    /** The clock of everything in the operator. */
    public Clock clock() {
        return shared.clock();
    }

    /** Where the ConfigMap is, or would be, by which the operator is controlled. */
    public ObjectKey controlMap() {
        return controlMap;
    }

    /** What its controllers do. */
    public List<ControllerView> controllers() {
        return loops.stream().map(LoopView::controller).toList();
    }

    /**
     * What its timers do.
     *
     * @param limit how many objects of each are given
     */
    public List<TimerView> timers(int limit) {
        return loops.stream().flatMap(loop -> loop.timers(limit)).toList();
    }

    /**
     * What its daemons do.
     *
     * @param limit how many objects of each are given
     */
    public List<DaemonView> daemons(int limit) {
        return loops.stream().flatMap(loop -> loop.daemons(limit)).toList();
    }

    private record Found(LoopView.Glance glance, RawObject object) {
        ObjectView view() {
            return glance.view(object);
        }
    }

    /** Some of its objects. An object that several controllers look after is given for each of them. */
    public ObjectPage objects(ObjectQuery query) {
        var found = loops.stream()
                .filter(loop -> query.controller().isEmpty() || loop.name().equals(query.controller()))
                .map(LoopView::glance)
                .flatMap(glance -> glance.find(query).map(object -> new Found(glance, object)))
                .sorted(Comparator.comparing((Found one) -> one.glance.controller())
                        .thenComparing(one -> one.object.key()))
                .toList();
        var views = query.state() == ObjectView.State.RETRYING
                ? found.stream()
                        .map(Found::view)
                        .sorted(Comparator.comparing(view -> view.due() == null ? Instant.MAX : view.due()))
                        .skip(query.offset())
                : found.stream().skip(query.offset()).limit(query.limit()).map(Found::view);
        return new ObjectPage(found.size(), views.limit(query.limit()).toList());
    }

    /** One object; none if a controller of this name has no such one. */
    public Optional<ObjectDetail> object(String controller, ObjectKey key) {
        return loop(controller)
                .map(LoopView::glance)
                .flatMap(glance -> glance.detail(key).stream())
                .findFirst();
    }

    /** What has failed and is not retried any more, but for what was discarded; the latest first. */
    public List<LetterView> letters() {
        return parked().map(LetterView::of)
                .sorted(Comparator.comparing(LetterView::last).reversed().thenComparing(LetterView::place))
                .toList();
    }

    private Stream<Letter> parked() {
        return loops.stream().flatMap(LoopView::parked);
    }

    private Stream<LoopView> loop(String controller) {
        return loops.stream().filter(loop -> loop.name().equals(controller));
    }

    /** Has what a dead letter is about be tried once more; false if there is no such letter. */
    public boolean replay(ObjectKey place) {
        var letter = letters.table().at(place);
        if (letter == null) {
            return false;
        }
        letters.release(letter);
        return true;
    }

    /**
     * Has a dead letter be shown no more; its object stays untried until it changes. Returns at once, false if there is no such letter.
     * It is noted on the {@code DeadLetter} behind the scenes.
     */
    public boolean discard(ObjectKey place) {
        var letter = letters.table().at(place);
        return letter != null && letters.discard(letter);
    }

    /** Writes down what somebody has done to the operator: in the log, and as an Event on its ConfigMap, whether that is there or not. */
    public void audit(String reason, String note) {
        AUDIT.info("{}: {}", operator, note);
        events.tell(Told.of(
                Kind.of(ConfigMap.class),
                controlMap,
                "",
                Events.Tone.NORMAL,
                reason,
                "Console",
                operator + ": " + note));
    }

    /** The same of what was done to an object of a controller. */
    public void audit(String controller, ObjectKey key, String reason, String note) {
        AUDIT.info("{}: {} {}: {}", operator, controller, key, note);
        loop(controller).flatMap(loop -> loop.told(key, reason, note).stream()).forEach(events::tell);
    }

    /** Whether the operator's ConfigMap pauses all of it. */
    public boolean isPausedByCluster() {
        return controls.isAllPausedByCluster();
    }
}
