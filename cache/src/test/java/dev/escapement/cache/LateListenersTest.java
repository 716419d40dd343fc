package dev.escapement.cache;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.escapement.cache.ModelServer.State;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.testcluster.Await;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who begins to listen while objects change is told all, and nothing twice. */
class LateListenersTest {
    private static final int SEEDS = 60;
    private static final int WRITES = 400;
    private static final int EARS = 8;
    private static final Map<Selection, Predicate<State>> OVERLAPPING = Map.of(
            Selection.ALL.labelled("app=web"), s -> s.app().equals("web"),
            Selection.ALL.labelled("tier=gold"), s -> s.tier().equals("gold"));

    private final AtomicInteger reports = new AtomicInteger();
    private final Listeners listeners = new Listeners(VirtualClock.at(Instant.EPOCH));
    private final Store store = new Store(
            new Kind("", "v1", "Thing", "things", true),
            List.copyOf(OVERLAPPING.keySet()),
            UnaryOperator.identity(),
            listeners,
            listeners.turn);

    @Test
    void nothingIsLostOrToldTwiceWhileTwoWatchesBringChanges() throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(seed, false);
        }
    }

    @Test
    void ownWritesBesideAreToldInTheEndAsTheyAreHeld() throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(seed, true);
        }
    }

    @Test
    void whoWroteWhatIsJustBeingReportedKnowsThatAllHaveBeenTold() throws InterruptedException {
        var server = new ModelServer(new SplittableRandom(1));
        State state;
        do {
            state = server.write(new ObjectKey("n", "o"));
        } while (!state.app().equals("web"));
        var object = state.raw();
        var order = new ConcurrentLinkedQueue<String>();
        var writer = Thread.ofPlatform().unstarted(() -> {
            store.wrote(object, this);
            order.add("written");
        });
        listeners.add(_ -> {
            writer.start();
            Await.until("the writer waits", () -> writer.getState() == Thread.State.WAITING);
            order.add("told");
        });
        store.sources().stream()
                .filter(source -> source.selects(object))
                .findFirst()
                .orElseThrow()
                .report(object, false);
        writer.join();
        assertThat(order).containsExactly("told", "written");
    }

    private void run(int seed, boolean withOwnWrites) throws InterruptedException {
        var random = new SplittableRandom(seed);
        var server = new ModelServer(random);
        for (int i = 0; i < WRITES; i++) {
            var key = new ObjectKey("n", "o" + random.nextInt(12));
            if (random.nextInt(4) == 0) {
                server.delete(key);
            } else {
                server.write(key);
            }
        }
        var fresh = new LateListenersTest();
        var feeds = fresh.store.sources().stream()
                .map(source -> server.new Feed(source, OVERLAPPING.get(source.selection())))
                .toList();
        var begin = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (var feed : feeds) {
            feed.list();
            threads.add(after(begin, () -> {
                while (feed.isBehind()) {
                    feed.next();
                    fresh.reports.incrementAndGet();
                }
            }));
        }
        if (withOwnWrites) {
            var own = server.history().stream().map(State::raw).toList();
            threads.add(after(begin, () -> own.forEach(object -> fresh.store.wrote(object, fresh))));
        }
        begin.countDown();
        var ears = new ArrayList<Ear>();
        for (int i = 0; i < EARS; i++) {
            int moment = fresh.reports.get() + random.nextInt(2 * WRITES / EARS);
            while (fresh.reports.get() < moment && threads.stream().anyMatch(Thread::isAlive)) {
                Thread.onSpinWait();
            }
            var ear = new Ear();
            fresh.listeners.add(ear, fresh.store::reported);
            ears.add(ear);
        }
        for (var thread : threads) {
            thread.join();
        }
        // Answers to writes that come after their reports, and own writes that were never selected, are gone with a
        // list.
        feeds.forEach(ModelServer.Feed::list);
        var held = fresh.store
                .objects()
                .collect(Collectors.toMap(o -> o.header().key(), o -> o.header().resourceVersion()));
        for (var ear : ears) {
            assertThat(ear.known).as("seed %s", seed).isEqualTo(held);
            if (!withOwnWrites) {
                assertThat(ear.wrong).as("seed %s", seed).isEmpty();
            }
        }
    }

    private static Thread after(CountDownLatch begin, Runnable work) {
        return Thread.ofPlatform().start(() -> {
            try {
                begin.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            work.run();
        });
    }

    /** What one listener knows, told by nothing but changes. */
    private static final class Ear implements ChangeListener {
        private final Map<ObjectKey, String> known = new HashMap<>();
        private final List<String> wrong = new ArrayList<>();

        @Override
        public void changed(Change change) {
            var before = change.before();
            var knew = known.get(change.key());
            if (before == null ? knew != null : !before.resourceVersion().equals(knew)) {
                wrong.add(change + " came after " + knew);
            }
            var after = change.after();
            if (after == null) {
                known.remove(change.key());
            } else {
                known.put(change.key(), after.resourceVersion());
            }
        }
    }
}
