package dev.escapement.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Readers beside writers: what an index finds has the value, and what always has it is always found. */
class StoreThreadsTest {
    private static final int READERS = 8;
    private static final int WRITES = 5_000;
    private static final int OBJECTS = 60;
    private static final Index NODE = Index.field("/spec/node");

    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicInteger writes = new AtomicInteger();
    private final CountDownLatch writing = new CountDownLatch(2);
    private final Store store = new Store(new Kind("", "v1", "Thing", "things", true), List.of(Selection.ALL), _ -> {});

    /** With odd seeds, the indexes begin to be kept while all others are at work. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5})
    void readersNeverSeeAnIndexThatDisagreesWithItsObjects(int seed) throws InterruptedException {
        var beginnings = new SplittableRandom(seed);
        if (seed % 2 == 0) {
            store.index(NODE);
            store.index(Index.label("tier"));
        }
        var readers = IntStream.range(0, READERS)
                .mapToObj(i -> Thread.ofPlatform().start(() -> read(seed + i)))
                .toList();
        var reporter = Thread.ofPlatform().start(() -> write(seed, 0));
        var writer = Thread.ofPlatform().start(() -> write(seed, 1));
        for (var index : List.of(NODE, Index.label("tier"), NODE)) {
            int begun = writes.get() + beginnings.nextInt(WRITES / 2);
            while (writes.get() < begun && writing.getCount() == 2) {
                Thread.onSpinWait();
            }
            store.index(index);
        }
        for (var thread : List.of(reporter, writer)) {
            thread.join();
        }
        for (var reader : readers) {
            reader.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(reads.get()).isPositive();
        for (var node : List.of("n0", "n1", "n2")) {
            var found =
                    store.select(Selector.by(NODE, node)).map(o -> o.header().key());
            var held = store.objects()
                    .filter(Selector.by(NODE, node)::matches)
                    .map(o -> o.header().key());
            assertThat(found.toList()).containsExactlyInAnyOrderElementsOf(held.toList());
        }
        var source = store.sources().getFirst();
        source.retain(List.of(), Integer.toString(10_000_000));
        assertThat(store.size()).isZero();
        assertThat(store.bytes()).isZero();
        assertThat(store.leftovers()).isZero();
    }

    /** One half of the objects is reported, and moves between nodes and comes and goes; the other half is written. */
    private void write(int seed, int half) {
        try {
            var random = new SplittableRandom(2 * seed + half);
            var source = store.sources().getFirst();
            for (int i = 0; i < WRITES; i++) {
                int number = 2 * random.nextInt(OBJECTS / 2) + half;
                int version = 1_000_000 + 2 * i + half;
                // Every object has its tier for as long as it is there; the first ten are always there.
                var state = new ModelServer.State(
                        new ObjectKey("n", "o" + number),
                        version,
                        number,
                        "",
                        "t" + number % 10,
                        "n" + random.nextInt(3),
                        "",
                        0);
                if (half == 1) {
                    store.wrote(state.raw(), null);
                } else if (number >= 10 && random.nextInt(3) == 0) {
                    store.reportDeleted(source, state.raw());
                } else {
                    store.report(source, state.raw(), true);
                }
                writes.incrementAndGet();
            }
        } finally {
            writing.countDown();
        }
    }

    private void read(int seed) {
        var random = new SplittableRandom(seed);
        boolean[] seen = new boolean[10];
        while (writing.getCount() > 0) {
            var node = "n" + random.nextInt(3);
            store.select(Selector.by(NODE, node)).forEach(o -> {
                if (!new String(o.json(), StandardCharsets.UTF_8).contains("\"" + node + "\"")) {
                    wrong.add(o.header().key() + " is not on " + node);
                }
            });
            int tier = 2 * random.nextInt(5);
            boolean found = store.select(Selector.labels("tier=t" + tier))
                    .anyMatch(o -> o.header().key().name().equals("o" + tier));
            if (seen[tier] && !found) {
                wrong.add("o" + tier + " was not found");
            }
            seen[tier] |= found;
            reads.incrementAndGet();
        }
    }
}
