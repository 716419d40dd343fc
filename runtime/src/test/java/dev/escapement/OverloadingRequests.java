package dev.escapement;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
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

import static java.nio.charset.StandardCharsets.UTF_8;

/** More readers and writers than a server has seats for, each as fast as it is answered, until this is closed. */
final class OverloadingRequests implements AutoCloseable {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int READERS = 16;
    private static final int WRITERS = 8;

    /**
     * What happened in a time.
     *
     * @param goodput requests that succeeded, per second
     * @param refused the share of all answers that were 429, from 0 to 1
     */
    record Figures(double goodput, double refused) {}

    private final Clock clock = Clock.system();
    private final Gate gate;
    private final ApiClient client;
    private final LongAdder succeeded = new LongAdder();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    OverloadingRequests(Config config, GateLimits limits) {
        gate = Gate.of(limits, clock);
        client = ApiClient.of(config, new JdkHttpClientFactory(), gate);
        for (int i = 0; i < READERS; i++) {
            threads.execute(() -> repeat(-1));
        }
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            threads.execute(() -> repeat(number));
        }
    }

    private void repeat(int writer) {
        for (int version = 0; !closed; version++) {
            try {
                client.send(writer < 0 ? ApiRequest.of("GET", MAPS) : write(writer, version));
                succeeded.increment();
            } catch (ApiException | UnreachableException e) {
                // the share of refusals is looked at
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static ApiRequest write(int writer, int version) {
        var map = """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"load-%d"},"data":{"version":"%d","text":"%s"}}""".formatted(writer, version, "x".repeat(1000));
        return ApiRequest.of("PATCH", MAPS + "/load-" + writer)
                .body("application/apply-patch+yaml", map.getBytes(UTF_8))
                .with("fieldManager", "load");
    }

    Figures run(Duration time) throws InterruptedException {
        long begun = clock.nanos();
        long before = succeeded.sum();
        var answersBefore = gate.state();
        clock.sleep(time);
        var answers = gate.state();
        double all = Math.max(1, count(answers, "") - count(answersBefore, ""));
        return new Figures(
                (succeeded.sum() - before) * 1e9 / (clock.nanos() - begun),
                (count(answers, "429") - count(answersBefore, "429")) / all);
    }

    private static long count(GateState state, String code) {
        return state.answers().stream()
                .filter(answers -> code.isEmpty() || answers.code().equals(code))
                .mapToLong(GateState.Answers::count)
                .sum();
    }

    GateState gate() {
        return gate.state();
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        threads.close();
        client.close();
    }
}
