package dev.escapement.cli;

import java.util.Map;

import dev.escapement.client.Json;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopAndWhyTest {
    private static final String OBJECT = """
            {"controller": "pages", "state": "retrying", "failures": 2, "due": null, "waitingFor": [],
             "history": [{"started": "2026-03-01T09:00:00.000Z", "tookMs": 5.2, "attempt": 2, "failed": true, "end": "failed: no disk",
                          "causes": [{"text": "ConfigMap default/page changed"}]}],
             "tasks": [{"task": "timer probe", "state": "parked", "at": null, "failures": 1}]}
            """;

    private EmbeddedServer server;
    private KubernetesClient client;
    private ConsolePage console;

    @BeforeAll
    void start() throws Exception {
        server = EmbeddedServer.start(0, null);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
                .build();
        console = ConsolePage.saying(Map.of(
                "session",
                "{\"operator\": \"shop\"}",
                "overview",
                "{\"gate\": {\"inFlight\": 3, \"waiting\": 0, \"refused\": 1}, \"health\": {\"ready\": false, \"ailments\":"
                        + " [{\"part\": \"cache pages\", \"problem\": \"its watch has ended\"}]}}",
                "controllers",
                "{\"items\": [{\"name\": \"pages\", \"kind\": \"ConfigMap\", \"resource\": \"configmaps\", \"objects\": 12,"
                        + " \"paused\": true, \"deadLetters\": 4, \"workers\": {\"now\": 16}, \"runs\": {\"total\": 99,"
                        + " \"failed\": 7}, \"queue\": {\"depth\": 5, \"processing\": 2}}]}",
                "tasks",
                "{\"timers\": [{\"latenessMs\": {\"p99\": 1.5}}]}",
                "objects/pages/default/page",
                OBJECT));
        client.configMaps()
                .inNamespace("default")
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("page")
                        .addToAnnotations("escapement.dev/paused", "true")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    void stop() {
        console.close();
        client.close();
        server.close();
    }

    private Esc run(String command) {
        return esc((Object[]) (command + " --kubeconfig " + server.kubeconfig()).split(" "));
    }

    @Test
    void whatAnOperatorDoesIsShown() {
        var top = run("top --console " + console.url());

        assertThat(top.err()).isEmpty();
        assertThat(top.out())
                .contains(
                        "operator shop, NOT READY   requests: 3 under way, 0 waiting, 1 refused   timers late: 1.5 ms (p99)")
                .contains("  cache pages: its watch has ended")
                .containsPattern("pages +12 +5 +- +2 +16 +0.0 +99 +7 +0 +4 +paused")
                .doesNotContain("\033");
        assertThat(run("top -o yaml --console " + console.url()).out()).contains("requestsInFlight: 3", "depth: 5");
    }

    @Test
    void aReplicaThatStandsByIsToldFromOneThatWorks() throws Exception {
        var health = "{\"gate\": {}, \"health\": {\"ready\": true, \"standingBy\": true, \"ailments\": []}}";
        try (var other = ConsolePage.saying(Map.of(
                "session",
                "{\"operator\": \"shop\"}",
                "overview",
                health,
                "controllers",
                "{\"items\": []}",
                "tasks",
                "{}"))) {
            assertThat(run("top --console " + other.url()).out()).contains("operator shop, standing by");
        }
    }

    @Test
    void aConsoleThatIsNamedIsShownWithoutACluster() {
        var top = esc("top", "--kubeconfig", "/nowhere/config", "--console", console.url());

        assertThat(top.err()).isEmpty();
        assertThat(top.out()).contains("operator shop, NOT READY");
    }

    @Test
    void theConsoleIsFoundByTheOperatorsConfigMap() {
        client.configMaps()
                .inNamespace("kube-public")
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("shop.escapement.dev")
                        .addToAnnotations("escapement.dev/console", console.url())
                        .endMetadata()
                        .build())
                .create();

        assertThat(run("top --operator shop --once").out()).contains("operator shop");
        assertThat(run("why cm page --operator shop").out()).contains("Operator shop, controller pages: retrying");
    }

    @Test
    void whyAnObjectRanIsTold() {
        assertThat(run("why cm page --console " + console.url()).out())
                .contains("ConfigMap default/page")
                .contains("Operator shop, controller pages: retrying, failed 2 times in a row")
                .contains(" ago, attempt 2, took 5.2 ms: failed: no disk")
                .contains("    because: ConfigMap default/page changed")
                .contains("  timer probe: parked, failed once")
                .contains(
                        "Paused (annotation escapement.dev/paused: true). To go on:\n  esc resume ConfigMap page -n default");
        assertThat(run("why cm/page -o json --console " + console.url()).out()).contains("\"operator\" : \"shop\"");
    }

    @Test
    void withoutAConsoleTheClusterTellsWhatItKnows() {
        client.resource(new Json()
                        .decode(
                                new Json().encode(dev.escapement.Crds.deadLetters()),
                                io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition.class))
                .create();
        client.load(new java.io.ByteArrayInputStream("""
                apiVersion: events.k8s.io/v1
                kind: Event
                metadata: {name: page.1, namespace: default}
                eventTime: "2026-03-01T09:00:00.000000Z"
                reportingController: shop
                reportingInstance: shop-1
                action: Reconcile
                type: Warning
                reason: DeadLettered
                note: no disk
                regarding: {apiVersion: v1, kind: ConfigMap, name: page, namespace: default}
                ---
                apiVersion: escapement.dev/v1alpha1
                kind: DeadLetter
                metadata: {name: page-1, namespace: default, labels: {escapement.dev/kind: ConfigMap}}
                spec:
                  operator: shop
                  controller: pages
                  task: reconcile
                  object: {apiVersion: v1, kind: ConfigMap, namespace: default, name: page, uid: u}
                  error: no disk
                  summary: no disk
                  fingerprint: d057187a6a
                  attempts: 8
                  firstFailure: "2026-03-01T09:00:00Z"
                  lastFailure: "2026-03-01T09:00:00Z"
                """.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .create();

        assertThat(run("why cm page --operator nobody").out())
                .contains("No operator's console tells of it")
                .contains("No longer tried by pages (reconcile), after 8 times")
                .contains("  esc dead-letters show page-1 -n default")
                .contains(" ago: DeadLettered: no disk");
    }

    @Test
    void whatIsNotThereIsExplained() {
        assertThat(run("top --console http://127.0.0.1:1/").err())
                .startsWith(
                        "esc top: no operator's console answers at http://127.0.0.1:1/: start the operator with --console");
        assertThat(run("top --console localhost:8372").err())
                .startsWith("esc top: \"localhost:8372\" is no URL of a console: name one such as http");
        assertThat(run("why cm page --console localhost:8372").status()).isEqualTo(2);
        assertThat(run("why cm nix").err())
                .isEqualTo("esc why: there is no ConfigMap \"nix\" in namespace \"default\": name another with -n\n");
        assertThat(run("why cm").status()).isEqualTo(2);
        assertThat(run("top --token-file nix").err()).contains("add --console");
    }
}
