package dev.escapement.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.escapement.cache.ModelServer.State;
import dev.escapement.client.Compressor;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Random histories, with lagging watches, lists, own writes and their late answers, against a model of the server. */
class StoreModelTest {
    private static final int SEEDS = 1000;
    private static final int STEPS = 60;
    private static final Index APP = Index.label("app");
    private static final Index NODE = Index.field("/spec/node");
    private static final Index TIER = Index.of("tier or failure", object -> {
        if (object.header().key().name().equals("a")) {
            throw new IllegalStateException("none for a");
        }
        return List.of(object.header().labels().getOrDefault("tier", ""), "any");
    });

    /** What is watched. */
    enum Watched {
        EVERYTHING(Map.of(Selection.ALL, _ -> true)),
        ONE_LABEL(Map.of(Selection.ALL.labelled("app=web"), s -> s.app().equals("web"))),
        ONE_FIELD(Map.of(Selection.ALL.fields("spec.node=n1"), s -> s.node().equals("n1"))),
        TWO_NAMESPACES(Map.of(
                Selection.in("m"), s -> s.key().namespace().equals("m"),
                Selection.in("n"), s -> s.key().namespace().equals("n"))),
        THREE_THAT_OVERLAP(Map.of(
                Selection.ALL.labelled("app in (web)"), s -> s.app().equals("web"),
                Selection.in("n").labelled("tier=gold"),
                        s -> s.key().namespace().equals("n") && s.tier().equals("gold"),
                Selection.ALL.fields("metadata.name=b"), s -> s.key().name().equals("b")));

        private final Map<Selection, Predicate<State>> selections;

        Watched(Map<Selection, Predicate<State>> selections) {
            this.selections = selections;
        }

        /** In one order, as a seed is to do the same each time. */
        List<Selection> selections() {
            return selections.keySet().stream()
                    .sorted(Comparator.comparing(Selection::where))
                    .toList();
        }
    }

    private record Question(Selector selector, Predicate<State> answer) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question(Selector.by(APP, "web"), s -> s.app().equals("web")),
            new Question(
                    Selector.labels("app in (web,api),tier!=tin"),
                    s -> !s.app().isEmpty() && !s.tier().equals("tin")),
            new Question(
                    Selector.in("n").and(Selector.labels("tier!=tin")),
                    s -> s.key().namespace().equals("n") && !s.tier().equals("tin")),
            new Question(
                    Selector.in("n", "o").and(Selector.fields("metadata.name=a,spec.node!=n1")),
                    s -> s.key().equals(new ObjectKey("n", "a")) && !s.node().equals("n1")),
            new Question(Selector.fields("spec.node=n2"), s -> s.node().equals("n2")),
            new Question(Selector.by(Index.owner(), "o1"), s -> s.owner().equals("o1")),
            new Question(
                    Selector.by(TIER, "gold"),
                    s -> s.tier().equals("gold") && !s.key().name().equals("a")),
            new Question(
                    Selector.labels("!app")
                            .or(Selector.by(NODE, "n3").and(Selector.in("n")))
                            .or(Selector.labels("app=web")),
                    s -> s.app().isEmpty()
                            || s.app().equals("web")
                            || (s.node().equals("n3") && s.key().namespace().equals("n"))));

    private final Map<ObjectKey, Integer> told = new HashMap<>();
    private final Set<ObjectKey> present = new HashSet<>();
    private final List<State> answers = new ArrayList<>();
    private final List<ModelServer.Feed> feeds = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void endsAsTheServerIsAndIndexesAgreeOnTheWay(Watched watched) {
        tryAll(watched, 0);
    }

    @ParameterizedTest
    @EnumSource
    void theSameWithServersThatAreRestoredFromOlderStates(Watched watched) {
        tryAll(watched, STEPS / 4);
    }

    /** @param restored how many steps there are for each time that the server is restored; 0 for never */
    private void tryAll(Watched watched, int restored) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                run(watched, new SplittableRandom(seed), restored);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(watched + ", seed " + seed, e);
            }
        }
    }

    private void run(Watched watched, SplittableRandom random, int restored) {
        told.clear();
        present.clear();
        answers.clear();
        feeds.clear();
        var server = new ModelServer(random);
        var store = new Store(
                new Kind("", "v1", "Thing", "things", true),
                watched.selections(),
                random.nextBoolean() ? UnaryOperator.identity() : new Compressor()::compress,
                this::changed,
                new ReentrantLock());
        List.of(APP, NODE, TIER, Index.owner(), Index.namespace()).forEach(store::index);
        store.sources()
                .forEach(source -> feeds.add(server.new Feed(source, watched.selections.get(source.selection()))));
        for (int i = 0; i < STEPS; i++) {
            step(server, store, random);
            if (restored > 0 && random.nextInt(restored) == 0) {
                restore(server, store, random);
            }
            if (random.nextInt(6) == 0) {
                agree(server, store);
            }
        }
        settle(server, store, random);
        var selected = server.states().values().stream()
                .filter(s -> watched.selections.values().stream().anyMatch(p -> p.test(s)))
                .collect(Collectors.toMap(State::key, State::version));
        var held = store.objects()
                .collect(Collectors.toMap(
                        o -> o.header().key(), o -> Integer.parseInt(o.header().resourceVersion())));
        assertThat(held).isEqualTo(selected);
        assertThat(present).isEqualTo(selected.keySet());
        selected.forEach((key, version) -> assertThat(told.get(key)).isEqualTo(version));
        List.copyOf(server.states().keySet()).forEach(server::delete);
        settle(server, store, random);
        feeds.forEach(ModelServer.Feed::bookmark);
        assertThat(store.size()).isZero();
        assertThat(store.bytes()).isZero();
        assertThat(store.leftovers()).isZero();
    }

    private void changed(Change change) {
        if (change.type() == Change.Type.DELETED) {
            present.remove(change.key());
        } else {
            present.add(change.key());
            told.merge(change.key(), Integer.valueOf(change.version()), Math::max);
        }
    }

    private void step(ModelServer server, Store store, SplittableRandom random) {
        var key = new ObjectKey(random.nextBoolean() ? "m" : "n", random.nextBoolean() ? "a" : "b");
        var feed = feeds.get(random.nextInt(feeds.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> server.write(key);
            case 3 -> server.delete(key);
            case 4, 5 -> answers.add(server.write(key));
            case 6 -> answer(store, random);
            case 7 -> {
                if (random.nextInt(4) == 0) {
                    feed.list();
                }
            }
            case 8 -> feed.bookmark();
            default -> advance(feed);
        }
    }

    private void restore(ModelServer server, Store store, SplittableRandom random) {
        int kept = server.restore();
        answers.clear();
        told.values().removeIf(version -> version > kept);
        for (int i = random.nextInt(4); i > 0; i--) {
            var state = server.write(new ObjectKey("n", random.nextBoolean() ? "a" : "b"));
            store.wrote(state.raw(), this);
        }
        feeds.forEach(ModelServer.Feed::wentBack);
    }

    private void answer(Store store, SplittableRandom random) {
        if (!answers.isEmpty()) {
            var state = answers.remove(random.nextInt(answers.size()));
            var before = store.get(state.key());
            store.wrote(state.raw(), this);
            if (before != null) {
                var now = store.get(state.key());
                assertThat(Integer.parseInt(now.header().resourceVersion())).isGreaterThanOrEqualTo(state.version());
            }
        }
    }

    private static void advance(ModelServer.Feed feed) {
        if (feed.position() == 0) {
            feed.list();
        } else if (feed.isBehind()) {
            feed.next();
        }
    }

    private void settle(ModelServer server, Store store, SplittableRandom random) {
        while (!answers.isEmpty() || feeds.stream().anyMatch(ModelServer.Feed::isBehind)) {
            answer(store, random);
            advance(feeds.get(random.nextInt(feeds.size())));
        }
        agree(server, store);
    }

    private static void agree(ModelServer server, Store store) {
        var all = store.objects().map(server::state).toList();
        for (var question : QUESTIONS) {
            var expected = all.stream()
                    .filter(question.answer)
                    .map(State::key)
                    .sorted()
                    .toList();
            assertThat(store.select(question.selector)
                            .map(o -> o.header().key())
                            .sorted()
                            .toList())
                    .as(question.selector.toString())
                    .isEqualTo(expected);
        }
        assertThat(store.select(Selector.by(TIER, "any"))
                        .allMatch(o -> o.header().key().name().equals("b")))
                .isTrue();
    }
}
