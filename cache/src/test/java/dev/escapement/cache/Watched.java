package dev.escapement.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** An informer on a cluster, with a cable between them, and somebody beside it who changes and compares. */
final class Watched {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What a controller manager puts into each namespace some time after its beginning; no part of what is compared. */
    private static final String ROOT_CERTIFICATES = "kube-root-ca.crt";

    static final Kind WIDGETS = new Kind("faults.escapement.dev", "v1", "Widget", "widgets", true);

    final Cluster cluster;
    final Kind kind;
    final Cable cable;
    /** Without a cable. */
    final ApiClient direct;

    final ApiClient client;
    final Informer informer;
    final String namespace;
    /** What listeners were told last of each object: its version. */
    final Map<String, String> told = new ConcurrentHashMap<>();
    /** How many objects were told to be deleted because they were missing in a list. */
    volatile int missing;

    private volatile String wrong = "";
    private final int threadsBefore;

    Watched(Cluster cluster, Kind kind, Path kubeconfig, Clock clock) throws Exception {
        this.cluster = cluster;
        this.kind = kind;
        this.namespace = "faults-" + Long.toString(Instant.now().toEpochMilli(), 36);
        direct = ApiClient.of(Config.fromKubeconfig(cluster.kubeconfig().toFile()));
        cable = new Cable(URI.create(direct.server()));
        var config = Config.fromKubeconfig(kubeconfig.toFile());
        config.setMasterUrl(cable.address().toString());
        client = ApiClient.of(config);
        post(
                "/api/v1/namespaces",
                "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\"}}".formatted(namespace));
        informer = new Informer(client, clock, kind, Selection.in(namespace));
        informer.listen(this::hear);
        threadsBefore = threads();
    }

    Watched start() {
        informer.start();
        informer.synced().join();
        return this;
    }

    private void hear(Change change) {
        var key = change.key().name();
        if (key.equals(ROOT_CERTIFICATES)) {
            return;
        }
        var before = change.before() == null ? null : change.before().resourceVersion();
        var after = change.after();
        var knew = after == null ? told.remove(key) : told.put(key, after.resourceVersion());
        if (!Objects.equals(knew, before)) {
            wrong = change + " came after " + knew;
        }
        if (after == null && change.initial()) {
            missing++;
        }
    }

    byte[] post(String path, String body) throws InterruptedException {
        return direct.send(ApiRequest.of("POST", path).body("application/json", body.getBytes(UTF_8)));
    }

    void create(String name, String data) throws InterruptedException {
        post(kind.path(namespace), object(name, data));
    }

    /** Makes it as wanted, whether it was there or not. */
    void apply(String name, String data) throws InterruptedException {
        direct.send(ApiRequest.of("PATCH", kind.path(namespace) + "/" + name)
                .with("fieldManager", "test")
                .with("force", "true")
                .body("application/apply-patch+yaml", object(name, data).getBytes(UTF_8)));
    }

    void delete(String name) throws InterruptedException {
        direct.send(ApiRequest.of("DELETE", kind.path(namespace) + "/" + name));
    }

    private String object(String name, String data) {
        return "{\"kind\":\"%s\",\"apiVersion\":\"%s\",\"metadata\":{\"name\":\"%s\"},\"%s\":{\"d\":\"%s\"}}"
                .formatted(kind.name(), kind.apiVersion(), name, kind.equals(WIDGETS) ? "spec" : "data", data);
    }

    /** Waits until the cache equals the server object by object, and listeners know it; nothing may have been restarted. */
    void awaitEqual() throws InterruptedException {
        awaitEqual(() -> {});
    }

    /** @param meanwhile what to do before each look */
    void awaitEqual(Runnable meanwhile) throws InterruptedException {
        Await.until("the cache equals the server", () -> {
            meanwhile.run();
            return cached().keySet().equals(listed().keySet()) && cached().equals(listed()) && told.equals(versions());
        });
        assertThat(cached()).isEqualTo(listed());
        assertThat(wrong).isEmpty();
        assertThat(threads() - threadsBefore).as("reflectors").isEqualTo(1);
    }

    private Map<String, String> versions() {
        var all = new TreeMap<String, String>();
        cached().forEach((name, object) ->
                all.put(name, object.at("/metadata/resourceVersion").asText()));
        return all;
    }

    Map<String, JsonNode> cached() {
        return named(informer.objects().map(Watched::tree));
    }

    Map<String, JsonNode> listed() throws InterruptedException {
        try {
            return items(direct.send(ApiRequest.of("GET", kind.path(namespace))));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Map.of();
            }
            throw e;
        }
    }

    static Map<String, JsonNode> items(byte[] list) {
        return named(read(list).path("items").valueStream());
    }

    private static Map<String, JsonNode> named(Stream<JsonNode> objects) {
        var all = new TreeMap<String, JsonNode>();
        objects.forEach(object -> {
            ((ObjectNode) object).remove(List.of("kind", "apiVersion"));
            ((ObjectNode) object.path("metadata")).remove("managedFields");
            all.put(object.at("/metadata/name").asText(), object);
        });
        all.remove(ROOT_CERTIFICATES);
        return all;
    }

    private static JsonNode tree(RawObject object) {
        return read(object.json());
    }

    static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many threads of reflectors of the kind there are. */
    private int threads() {
        try {
            var folder = Files.createTempDirectory("threads");
            var dump = folder.resolve("dump");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            long count;
            try (var lines = Files.lines(dump)) {
                count = lines.filter(line -> line.contains("\"reflector-" + kind.resource() + "\""))
                        .count();
            }
            Files.delete(dump);
            Files.delete(folder);
            return (int) count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void end() throws InterruptedException {
        informer.close();
        client.close();
        cable.close();
        direct.send(ApiRequest.of("DELETE", "/api/v1/namespaces/" + namespace));
        direct.close();
    }
}
