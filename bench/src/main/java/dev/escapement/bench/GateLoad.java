package dev.escapement.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Gate;
import dev.escapement.client.GateLimits;
import dev.escapement.client.GateState;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

/** More clients than an API server has seats for: readers that list and writers that patch, each as fast as it is answered. */
final class GateLoad implements AutoCloseable {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int OBJECTS = 50;

    private final Clock clock = Clock.system();
    private final Gate gate;
    private final ApiClient client;
    private final LongAdder reads = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile boolean ended;

    /**
     * What happened in a time.
     *
     * @param reads lists answered, per second
     * @param writes patches answered, per second
     * @param refused the share of all answers that were 429, from 0 to 1
     * @param failed requests that failed for good
     * @param state of the gate in the end
     */
    record Figures(double reads, double writes, double refused, long failed, GateState state) {}

    GateLoad(Config config, GateLimits limits) {
        gate = Gate.of(limits, clock);
        client = ApiClient.of(config, new JdkHttpClientFactory(), gate);
    }

    /** Lets a user do all that a load does, and creates the objects. */
    static void prepare(Config admin, String user) throws InterruptedException {
        var binding = """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"load"},
                "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
                "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"%s"}]}""".formatted(user);
        try (var client = ApiClient.of(admin)) {
            client.send(apply("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/load", binding));
            for (int i = 0; i < OBJECTS; i++) {
                client.send(map(i, 0));
            }
        }
    }

    private static ApiRequest map(int number, int version) {
        return apply(MAPS + "/load-" + number, """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"load-%d"},"data":{"version":"%d","text":"%s"}}""".formatted(number, version, "x".repeat(1000)));
    }

    private static ApiRequest apply(String path, String object) {
        return ApiRequest.of("PATCH", path)
                .body("application/apply-patch+yaml", object.getBytes(StandardCharsets.UTF_8))
                .with("fieldManager", "load")
                .with("force", "true");
    }

    /** Runs readers and writers for a time to warm up and then for a time that is measured. */
    Figures run(int readers, int writers, int warmUpSeconds, int seconds) throws InterruptedException {
        var work = new ArrayList<Work>();
        for (int i = 0; i < readers; i++) {
            work.add(new Work(reads, _ -> ApiRequest.of("GET", MAPS).with("limit", "50")));
        }
        for (int i = 0; i < writers; i++) {
            int number = i % OBJECTS;
            work.add(new Work(writes, version -> map(number, version)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            work.forEach(one -> threads.execute(() -> repeat(one)));
            clock.sleep(Duration.ofSeconds(warmUpSeconds));
            var before = gate.state();
            long begun = clock.nanos();
            long readsBefore = reads.sum();
            long writesBefore = writes.sum();
            long failuresBefore = failures.sum();
            clock.sleep(Duration.ofSeconds(seconds));
            double passed = (clock.nanos() - begun) / 1e9;
            var after = gate.state();
            var figures = new Figures(
                    (reads.sum() - readsBefore) / passed,
                    (writes.sum() - writesBefore) / passed,
                    (double) (answers(after, "429") - answers(before, "429"))
                            / Math.max(1, answers(after, "") - answers(before, "")),
                    failures.sum() - failuresBefore,
                    after);
            ended = true;
            threads.shutdownNow();
            return figures;
        }
    }

    private static long answers(GateState state, String code) {
        return state.answers().stream()
                .filter(answers -> code.isEmpty() || answers.code().equals(code))
                .mapToLong(GateState.Answers::count)
                .sum();
    }

    private interface Requests {
        ApiRequest request(int number);
    }

    private record Work(LongAdder count, Requests requests) {}

    private void repeat(Work work) {
        for (int i = 1; !ended; i++) {
            try {
                client.send(work.requests.request(i));
                work.count.increment();
            } catch (ApiException | UnreachableException e) {
                failures.increment();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** The limits that are compared. */
    static List<GateLimits> subjects() {
        return List.of(
                GateLimits.adaptive(),
                GateLimits.pinned(1, 1),
                GateLimits.pinned(2, 1),
                GateLimits.pinned(4, 2),
                GateLimits.pinned(6, 3),
                GateLimits.open());
    }
}
