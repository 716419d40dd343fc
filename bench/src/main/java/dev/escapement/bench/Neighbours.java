package dev.escapement.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.Context;
import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;

/**
 * How soon healthy objects are reconciled after a change while others, in the same namespaces and of the same controller, block for
 * ever, fail always, or throw an {@code Error}. First all behave; then the others turn bad at one moment.
 */
public final class Neighbours {
    private static final Kind MAPS = Kind.of(ConfigMap.class);
    private static final List<String> BAD = List.of("blocks", "fails", "errs");
    private static final int NAMESPACES = 10;
    private static final int RATE = 100;
    private static final int SECONDS = 20;

    private final int each = Integer.parseInt(System.getenv().getOrDefault("COUNT", "1000"));
    private final ApiClient client = ApiClient.of(Config.autoConfigure(null));
    private final Clock clock = Clock.system();
    private final CountDownLatch never = new CountDownLatch(1);
    private final ConcurrentHashMap<String, Long> seen = new ConcurrentHashMap<>();
    private final AtomicInteger badRuns = new AtomicInteger();
    private volatile boolean bad;
    private volatile Samples samples = new Samples();

    private Neighbours() {}

    /** Prints the figures of both times, and what became of the bad ones. */
    public static void main(String[] args) throws Exception {
        new Neighbours().run();
        System.exit(0);
    }

    private void run() throws Exception {
        prepare();
        var operator = Operator.named("neighbours")
                .controller(Controller.of(ConfigMap.class)
                        .labelled("bench=neighbours")
                        .limit(Duration.ofSeconds(2))
                        .retry(Backoff.exponential(Duration.ofMillis(200)).attempts(4))
                        .reconcile(this::reconcile))
                .start();
        until(() -> seen.size() >= each && operator.depth() + operator.processing() == 0);
        churn(1); // to warm up
        print("without", churn(2));
        bad = true;
        print("with", churn(3));
        clock.sleep(Duration.ofSeconds(3)); // the last of them are still retried
        until(() -> operator.depth() + operator.scheduled() == 0);
        until(() -> letters() >= each * BAD.size()); // they are written at leisure
        System.out.printf(
                "{\"bad_runs\":%d,\"left_alone\":%d,\"dead_letters\":%d}%n",
                badRuns.get(), operator.processing(), letters());
        never.countDown();
        operator.close();
    }

    private Outcome reconcile(ConfigMap map, Context context) throws Exception {
        var name = map.getMetadata().getName();
        var kind = name.substring(0, name.indexOf('-'));
        if (bad && BAD.contains(kind)) {
            badRuns.incrementAndGet();
            switch (kind) {
                case "blocks" -> block();
                case "fails" -> throw new IllegalStateException("as always");
                default -> throw new NoClassDefFoundError("a jar that is missing");
            }
        }
        if (kind.equals("well")) {
            long sent = Long.parseLong(map.getData().get("sent"));
            var before = seen.put(name, sent);
            if (sent > 0 && (before == null || before != sent)) {
                samples.add(now() - sent);
            }
        }
        return Outcome.done();
    }

    private void block() {
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // code that does not listen
            }
        }
    }

    private static ObjectKey key(String kind, int number) {
        return new ObjectKey("near-" + number % NAMESPACES, kind + "-" + number);
    }

    private void prepare() throws Exception {
        for (int i = 0; i < NAMESPACES; i++) {
            unlessThere("/api/v1/namespaces", "{\"metadata\":{\"name\":\"near-%d\"}}".formatted(i));
        }
        var kinds = new ArrayList<>(BAD);
        kinds.add("well");
        for (var kind : kinds) {
            all(each, number -> apply(kind, number, 0));
        }
    }

    private void unlessThere(String path, String object) throws InterruptedException {
        try {
            client.send(ApiRequest.of("POST", path).body("application/json", bytes(object)));
        } catch (ApiException e) {
            if (!e.isConflict()) {
                throw e;
            }
        }
    }

    private void apply(String kind, int number, long sent) throws InterruptedException {
        var key = key(kind, number);
        client.send(ApiRequest.of("PATCH", MAPS.path(key))
                .with("fieldManager", "bench")
                .with("force", "true")
                .body("application/apply-patch+yaml", bytes("""
                        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","labels":{"bench":"neighbours"}},
                        "data":{"sent":"%d"}}""".formatted(key.name(), sent))));
    }

    /** Changes healthy objects at a steady rate, and each of the others once meanwhile. */
    private Samples churn(int round) {
        samples = new Samples();
        long start = clock.nanos();
        int others = each * BAD.size();
        int changes = RATE * SECONDS;
        all(changes + others, number -> {
            clock.sleep(
                    Duration.ofNanos(start + number * (SECONDS * 1_000_000_000L / (changes + others)) - clock.nanos()));
            // One after another in proportion, the healthy ones over and over.
            long healthy = (long) number * changes / (changes + others);
            if ((long) (number + 1) * changes / (changes + others) > healthy) {
                apply("well", (int) (healthy % each), now());
            } else {
                int other = (int) (number - healthy) % others;
                apply(BAD.get(other % BAD.size()), other / BAD.size(), round);
            }
        });
        return samples;
    }

    private static void print(String what, Samples samples) {
        System.out.printf("{\"neighbours\":\"%s\",\"samples\":%d%s}%n", what, samples.count(), samples.json());
    }

    private int letters() throws InterruptedException {
        int letters = 0;
        for (int i = 0; i < NAMESPACES; i++) {
            letters += client.json()
                    .parse(client.send(ApiRequest.of(
                            "GET", "/apis/escapement.dev/v1alpha1/namespaces/near-" + i + "/deadletters")))
                    .path("items")
                    .size();
        }
        return letters;
    }

    private static long now() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    private interface Until {
        boolean holds() throws InterruptedException;
    }

    private void until(Until condition) throws InterruptedException {
        while (!condition.holds()) {
            clock.sleep(Duration.ofMillis(20));
        }
    }

    private interface Action {
        void on(int number) throws InterruptedException;
    }

    private static void all(int count, Action action) {
        var seats = new Semaphore(32);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                seats.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        action.on(number);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        seats.release();
                    }
                });
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
