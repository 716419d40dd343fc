package dev.escapement.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.escapement.apiserver.ApiServer;
import dev.escapement.apiserver.Background;
import dev.escapement.apiserver.Request;
import dev.escapement.client.ApiClient;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random faults of the network and the server under random changes, then a calm: the cache ends equal to the server, and listeners
 * know the last state of each object.
 *
 * <p>{@code -Descapement.faults.seeds} says how many seeds are tried, and {@code -Descapement.faults.seed} which is the first.
 */
class RandomFaultsTest {
    private static final int SEEDS = Integer.getInteger("escapement.faults.seeds", 500);
    private static final long FIRST = Long.getLong("escapement.faults.seed", 1);
    private static final int STEPS = 60;
    /** How many seeds share a server, whose start takes most of the time. */
    private static final int BATCH = 25;

    private static final int POLLS = 50_000;
    private static final String PATH = "/api/v1/namespaces/default/configmaps";

    @Test
    void theCacheEndsEqualToTheServer() throws IOException, InterruptedException {
        for (long first = FIRST; first < FIRST + SEEDS; first += BATCH) {
            var clock = new SelfMovingClock();
            try (var server = ApiServer.builder()
                            .random(new Random(first))
                            .clock(clock)
                            .ringSize(20)
                            .background(new OnClock(clock))
                            .startInProcess();
                    var honest = new Wire((_, target) -> FaultyServer.honest(server, target)).client(clock)) {
                for (long seed = first; seed < Math.min(first + BATCH, FIRST + SEEDS); seed++) {
                    new Script(seed, clock, server, honest).play();
                }
            }
        }
    }

    /** A server's background work, on the thread that moves the clock. */
    private record OnClock(Clock clock) implements Background {
        @Override
        public void run(Runnable task) {
            clock.schedule(Duration.ZERO, task);
        }

        @Override
        public Task after(Duration delay, Runnable task) {
            var timer = clock.schedule(delay, task);
            return timer::cancel;
        }

        @Override
        public void close() {}
    }

    /** One seed's course. */
    private static final class Script {
        private final long seed;
        private final SplittableRandom random;
        private final SelfMovingClock clock;
        private final ApiServer server;
        private final ApiClient honest;
        private final Map<String, String> known = new ConcurrentHashMap<>();
        private final AtomicInteger speakers = new AtomicInteger();
        private volatile String wrong = "";

        Script(long seed, SelfMovingClock clock, ApiServer server, ApiClient honest) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.clock = clock;
            this.server = server;
            this.honest = honest;
        }

        void play() throws InterruptedException {
            var faulty = new FaultyServer(server, seed);
            try (var client = new Wire(faulty).client(clock);
                    var informer = new Informer(client, clock, Scripted.MAPS, Selection.ALL)) {
                informer.listen(this::hear);
                informer.start();
                for (int step = 0; step < STEPS; step++) {
                    step(faulty);
                }
                faulty.calm();
                awaitAll(informer);
                assertThat(wrong).as("seed " + seed).isEmpty();
            }
        }

        private void awaitAll(Informer informer) throws InterruptedException {
            for (int polls = 0; ; polls++) {
                clock.virtual.advance(Duration.ofSeconds(5));
                LockSupport.parkNanos(10_000);
                var truth = truth();
                if (truth.equals(versions(informer.objects())) && truth.equals(known)) {
                    return;
                }
                assertThat(polls)
                        .as(
                                "seed %d: the server has %s, the cache %s, the listener heard of %s",
                                seed, truth, versions(informer.objects()), known)
                        .isLessThan(POLLS);
            }
        }

        private void step(FaultyServer faulty) {
            var name = "m" + random.nextInt(12);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> request("POST", PATH, map(name));
                case 3, 4, 5 -> request("PUT", PATH + "/" + name, map(name));
                case 6 -> request("DELETE", PATH + "/" + name, "");
                case 7 -> faulty.cut();
                case 8 -> {
                    if (random.nextInt(3) == 0) {
                        server.compact();
                    }
                }
                default -> clock.virtual.advance(Duration.ofMillis(random.nextInt(100_000)));
            }
            clock.virtual.advance(Duration.ofMillis(random.nextInt(2000)));
            LockSupport.parkNanos(random.nextInt(50_000));
        }

        private String map(String name) {
            return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\"},\"data\":{\"d\":\"%d\"}}"
                    .formatted(name, random.nextInt());
        }

        private void request(String method, String path, String body) {
            var request = Request.of(method, path);
            server.handle(body.isEmpty() ? request : request.body("application/json", body.getBytes(UTF_8)));
        }

        private Map<String, String> truth() throws InterruptedException {
            return versions(honest.list(Clock.system(), Scripted.MAPS, Selection.ALL, 0, "").items().stream());
        }

        private static Map<String, String> versions(Stream<RawObject> objects) {
            var all = new TreeMap<String, String>();
            objects.forEach(object ->
                    all.put(object.header().key().toString(), object.header().resourceVersion()));
            return all;
        }

        private void hear(Change change) {
            if (speakers.incrementAndGet() != 1) {
                wrong = "two changes at a time";
            }
            var key = change.key().toString();
            var before = change.before() == null ? null : change.before().resourceVersion();
            var after = change.after() == null ? null : change.after().resourceVersion();
            var knew = after == null ? known.remove(key) : known.put(key, after);
            if (!Objects.equals(knew, before)) {
                wrong = change + " came after " + knew;
            }
            speakers.decrementAndGet();
        }
    }
}
