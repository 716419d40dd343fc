package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.escapement.cache.Index;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What an author has said of a controller. Not changed once it is in one.
 *
 * @param <T> the type of the objects
 */
final class Plan<T extends HasMetadata> {
    final Class<T> type;
    final Kind kind;
    String name;
    List<String> labels = List.of("");
    List<String> namespaces = List.of();
    List<Secondary> secondaries = List.of();
    List<Indexed> indexes = List.of();
    Set<Kind> metadataOnly = Set.of();
    List<Viewed> views = List.of();

    @Nullable
    Reconciler<T> reconciler;

    @Nullable
    Reconciler<T> cleanup;

    List<Timer<T>> timers = List.of();
    List<Daemons<T>> daemons = List.of();
    Backoff retry = Controller.RETRY;
    Classifier failures = Classifier.standard();
    ChangeFilter when = (_, _) -> true;
    Duration limit = Duration.ofMinutes(10);
    int minWorkers = 16;
    /** 0 for what there is heap for. */
    int maxWorkers;

    Function<ObjectKey, ?> flow = ObjectKey::namespace;

    Plan(Class<T> type, Kind kind) {
        this.type = type;
        this.kind = kind;
        this.name = kind.plural().toLowerCase(Locale.ROOT);
    }

    /** A kind that is watched beside the controller's own. */
    record Secondary(
            Class<? extends HasMetadata> type,
            Kind kind,
            String labels,
            @Nullable Mapping mapping,
            ChangeFilter when) {}

    /** An index of the objects of a kind that the controller watches. */
    record Indexed(Kind kind, Index index) {}

    /** A kind of which only that is kept that a record speaks of. */
    record Viewed(Class<? extends HasMetadata> type, Kind kind, Class<? extends Record> part) {}

    /** What is called for each object again and again. */
    record Timer<T>(String name, Every every, Timed<T> code) {}

    /** What runs for each object as long as it is there. */
    record Daemons<T>(String name, Always always, Daemon<T> code) {}

    /** Another plan, with one thing changed. */
    Plan<T> with(Consumer<Plan<T>> change) {
        var copy = new Plan<>(type, kind);
        copy.name = name;
        copy.labels = labels;
        copy.namespaces = namespaces;
        copy.indexes = indexes;
        copy.metadataOnly = metadataOnly;
        copy.views = views;
        copy.secondaries = secondaries;
        copy.reconciler = reconciler;
        copy.cleanup = cleanup;
        copy.timers = timers;
        copy.daemons = daemons;
        copy.retry = retry;
        copy.failures = failures;
        copy.when = when;
        copy.limit = limit;
        copy.minWorkers = minWorkers;
        copy.maxWorkers = maxWorkers;
        copy.flow = flow;
        change.accept(copy);
        return copy;
    }

    /** Whether there is nothing to be reconciled. */
    boolean hasOnlyCompanions() {
        return reconciler == null && cleanup == null && !(timers.isEmpty() && daemons.isEmpty());
    }

    /** How many workers there may be: what a run holds is of the order of 256 KiB, with what it reads. */
    int maxWorkers(long heap) {
        return maxWorkers > 0 ? maxWorkers : Math.max(minWorkers, (int) Math.min(4096, heap / (256 * 1024)));
    }

    /** A list with one more. */
    static <E> List<E> plus(List<E> list, E one) {
        return Stream.concat(list.stream(), Stream.of(one)).toList();
    }

    /** The namespaces that it works in, unless the operator is for another one; none for all. */
    List<String> namespaces(String ofOperator) {
        return !namespaces.isEmpty() ? namespaces : ofOperator.isEmpty() ? List.of() : List.of(ofOperator);
    }

    /** Which of its own objects it watches. */
    Set<Selection> selections(String ofOperator) {
        return selections(kind, labels, ofOperator);
    }

    /** Which objects of another kind it watches. */
    Set<Selection> selections(Secondary secondary, String ofOperator) {
        return selections(secondary.kind, List.of(secondary.labels), ofOperator);
    }

    /** Which objects it reads as records. */
    Set<Selection> selections(Viewed viewed, String ofOperator) {
        var within = viewed.kind.namespaced() ? namespaces(ofOperator) : List.<String>of();
        return within.isEmpty()
                ? Set.of(Selection.ALL)
                : within.stream().map(Selection::in).collect(Collectors.toUnmodifiableSet());
    }

    private Set<Selection> selections(Kind watched, List<String> selectors, String ofOperator) {
        var within = watched.namespaced() ? namespaces(ofOperator) : List.<String>of();
        return (within.isEmpty() ? List.of("") : within)
                .stream()
                        .flatMap(namespace -> selectors.stream().map(Selection.in(namespace)::labelled))
                        .map(selection -> metadataOnly.contains(watched) ? selection.onlyMetadata() : selection)
                        .collect(Collectors.toUnmodifiableSet());
    }
}
