package dev.escapement.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

import dev.escapement.Crds;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;

/**
 * Makes and changes the objects of the operator benchmark on the cluster that KUBECONFIG names:
 *
 * <pre>
 * load COUNT [--status]    the CRD, ten namespaces and so many widgets, with their status
 * reset-status             no widget has a status
 * churn RATE SECONDS       changes spec.sentAt of widgets in turn, so many a second
 * clear                    deletes all widgets
 * </pre>
 */
public final class WidgetLoad {
    private static final int PAYLOAD = 1024;
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
    private static final Kind WIDGETS = Kind.of(Widget.class);
    private static final int NAMESPACES = 10;
    private static final int WRITERS = 32;
    private static final String MERGE = "application/merge-patch+json";
    private static final String JSON = "application/json";

    private final ApiClient client = ApiClient.of(Config.autoConfigure(null));
    private final Clock clock = Clock.system();

    private WidgetLoad() {}

    /** Does what the arguments say. */
    public static void main(String[] args) throws Exception {
        var load = new WidgetLoad();
        switch (args.length == 0 ? "" : args[0]) {
            case "load" -> load.load(Integer.parseInt(args[1]), List.of(args).contains("--status"));
            case "reset-status" -> load.resetStatus();
            case "churn" -> load.churn(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            case "clear" -> load.clear();
            default -> {
                System.err.println("load COUNT [--status] | reset-status | churn RATE SECONDS | clear");
                System.exit(2);
            }
        }
        System.exit(0);
    }

    private static ObjectKey key(int number) {
        return new ObjectKey("bench-" + number % NAMESPACES, "w-%05d".formatted(number));
    }

    private void load(int count, boolean status) throws Exception {
        for (var definition : Crds.generate(List.of(Widget.class)).entrySet()) {
            client.send(ApiRequest.of("PATCH", DEFINITIONS + definition.getKey())
                    .body("application/apply-patch+yaml", client.json().encode(definition.getValue()))
                    .with("fieldManager", "bench")
                    .with("force", "true"));
        }
        awaitServed();
        for (int i = 0; i < NAMESPACES; i++) {
            unlessThere(ApiRequest.of("POST", "/api/v1/namespaces")
                    .body(JSON, bytes("{\"metadata\":{\"name\":\"bench-%d\"}}".formatted(i))));
        }
        each(count, number -> {
            unlessThere(
                    ApiRequest.of("POST", WIDGETS.path(key(number).namespace())).body(JSON, bytes(widget(number))));
            if (status) {
                client.send(status(key(number), "{\"observedGeneration\":1,\"phase\":\"Ready\"}"));
            }
        });
        System.out.println("{\"loaded\":%d}".formatted(count));
    }

    private void awaitServed() throws InterruptedException {
        while (true) {
            try {
                client.send(ApiRequest.of("GET", WIDGETS.path("")).with("limit", "1"));
                return;
            } catch (ApiException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
                clock.sleep(Duration.ofMillis(50));
            }
        }
    }

    private void unlessThere(ApiRequest creation) throws InterruptedException {
        try {
            client.send(creation);
        } catch (ApiException e) {
            if (!e.isConflict()) {
                throw e;
            }
        }
    }

    private static String widget(int number) {
        var labels = "\"app\":\"widget\",\"tier\":\"bench\",\"shard\":\"s-%d\",\"owner\":\"team-%d\""
                .formatted(number % 16, number % 100);
        var notes = "\"bench.example.dev/note\":\"%s\"".formatted("n".repeat(200));
        return """
                {"apiVersion":"bench.example.dev/v1","kind":"Widget","metadata":{"name":"w-%05d","labels":{%s},"annotations":{%s}},
                "spec":{"size":%d,"sentAt":0,"payload":"%s"}}""".formatted(number, labels, notes, number % 100, payload(number));
    }

    /** A kilobyte of text: the same sentence again and again or, with PAYLOAD=noise, letters that no two widgets have in common. */
    private static String payload(int number) {
        if ("noise".equals(System.getenv("PAYLOAD"))) {
            return new SplittableRandom(number)
                    .ints(PAYLOAD, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        var sentence = "The payload of widget %d is text that no operator reads. ".formatted(number);
        return sentence.repeat(PAYLOAD / sentence.length() + 1).substring(0, PAYLOAD);
    }

    private ApiRequest status(ObjectKey key, String status) {
        return ApiRequest.of("PATCH", WIDGETS.path(key) + "/status")
                .body(MERGE, bytes("{\"status\":%s}".formatted(status)));
    }

    private List<ObjectKey> all() throws InterruptedException {
        var keys = new ArrayList<ObjectKey>();
        var next = "";
        do {
            var page = client.json()
                    .parse(client.send(ApiRequest.of("GET", WIDGETS.path(""))
                            .accept("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
                            .with("limit", "500")
                            .with("continue", next)));
            for (var item : page.path("items")) {
                var metadata = item.path("metadata");
                keys.add(new ObjectKey(
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText()));
            }
            next = page.path("metadata").path("continue").asText();
        } while (!next.isEmpty());
        return keys;
    }

    private void resetStatus() throws Exception {
        var keys = all();
        each(keys.size(), number -> client.send(status(keys.get(number), "null")));
        System.out.println("{\"reset\":%d}".formatted(keys.size()));
    }

    private void clear() throws InterruptedException {
        for (int i = 0; i < NAMESPACES; i++) {
            client.send(ApiRequest.of("DELETE", WIDGETS.path("bench-" + i)));
        }
        while (!all().isEmpty()) {
            clock.sleep(Duration.ofMillis(100));
        }
        System.out.println("{\"cleared\":true}");
    }

    private void churn(int rate, int seconds) throws Exception {
        var keys = all();
        int changes = rate * seconds;
        long start = clock.nanos();
        each(changes, number -> {
            clock.sleep(Duration.ofNanos(start + number * 1_000_000_000L / rate - clock.nanos()));
            var now = Instant.now();
            client.send(ApiRequest.of("PATCH", WIDGETS.path(keys.get(number % keys.size())))
                    .body(
                            MERGE,
                            bytes("{\"spec\":{\"sentAt\":%d}}"
                                    .formatted(now.getEpochSecond() * 1_000_000_000 + now.getNano()))));
        });
        System.out.println("{\"changed\":%d}".formatted(changes));
    }

    private interface Action {
        void on(int number) throws InterruptedException;
    }

    /** Does something for each number, some at a time, in order of their beginnings. */
    private static void each(int count, Action action) throws Exception {
        var seats = new Semaphore(WRITERS);
        var ends = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                seats.acquire();
                ends.add(threads.submit(() -> {
                    try {
                        action.on(number);
                    } finally {
                        seats.release();
                    }
                    return null;
                }));
            }
        }
        for (var end : ends) {
            try {
                end.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a request failed", e.getCause());
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
