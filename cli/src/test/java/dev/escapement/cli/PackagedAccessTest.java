package dev.escapement.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.escapement.client.Json;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

/** A real API server takes the manifests, and operators work with exactly what they allow: it refuses them nothing. */
@EnabledIf("isPossible")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedAccessTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    private static Path folder;

    private Cluster cluster;

    static boolean isPossible() {
        boolean hasKubectl = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
        return hasKubectl && Cluster.isRealWanted();
    }

    @BeforeAll
    void start() throws IOException {
        var policy = Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                rules: [{level: Metadata, omitStages: [RequestReceived]}]
                """);
        cluster = Cluster.real("--audit-policy-file=" + policy + " --audit-log-path=" + folder.resolve("audit.log"));
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void anOperatorOfAllNamespacesIsRefusedNothing() throws Exception {
        var account = deploy("Websites.java", "websites");
        try (var operator = run("Websites.java", account)) {
            apply("""
                    apiVersion: example.dev/v1
                    kind: Website
                    metadata: {name: hello, namespace: default}
                    spec: {html: Hello}
                    """);
            awaitGet("default configmap hello", "{.data}", "Hello");
            awaitGet("default deployment hello", "{.metadata.name}", "hello");
            awaitGet("default website hello", "{.status.phase}", "RollingOut");
            kubectl("delete", "configmap", "hello", "-n", "default");
            awaitGet("default configmap hello", "{.data}", "Hello");
            // Its Deployment's label would be too long, so it fails for good, which is told and kept.
            apply("""
                    apiVersion: example.dev/v1
                    kind: Website
                    metadata: {name: %s, namespace: default}
                    spec: {html: Hello}
                    """.formatted("long".repeat(20)));
            awaitGet("default deadletters", "{.items[*].spec.object.name}", "longlong");
            awaitGet("default events.v1.events.k8s.io", "{.items[*].reason}", "DeadLettered");
            operator.terminate();
            operator.status();
        }
        assertThat(refusals("websites")).isEmpty();
    }

    @Test
    void oneWithAFinalizerAndOtherNamespacesIsRefusedNothing() throws Exception {
        var account = deploy("SecretCopies.java", "secret-copies");
        kubectl("create", "namespace", "copies");
        kubectl("create", "secret", "generic", "source", "-n", "default", "--from-literal=a=b");
        kubectl("label", "secret", "source", "-n", "default", "copies.example.dev/by=one");
        try (var operator = run("SecretCopies.java", account)) {
            apply("""
                    apiVersion: example.dev/v1
                    kind: SecretCopy
                    metadata: {name: one}
                    spec: {sourceNamespace: default, sourceName: source, targets: [copies]}
                    """);
            awaitGet("copies secret source", "{.data.a}", "Yg==");
            awaitGet("default secretcopy one", "{.status.copies}", "1");
            kubectl("delete", "secretcopy", "one", "--timeout=60s");
            operator.terminate();
            operator.status();
        }
        assertThat(refusals("secret-copies")).isEmpty();
    }

    @Test
    void oneOfBuiltInObjectsInOneNamespaceIsRefusedNothing() throws Exception {
        kubectl("create", "namespace", "team-a");
        var account = deploy(
                "Websites.java", "websites", "--watch", "team-a", "-n", "team-a", "--service-monitor", "--console");
        kubectl("auth", "can-i", "create", "tokenreviews", "--as=system:serviceaccount:team-a:websites");
        try (var operator = run("Websites.java", account, "-n", "team-a")) {
            apply("""
                    apiVersion: example.dev/v1
                    kind: Website
                    metadata: {name: hello, namespace: team-a}
                    spec: {html: Hello}
                    """);
            awaitGet("team-a website hello", "{.status.phase}", "RollingOut");
            operator.terminate();
            operator.status();
        }
        assertThat(refusals("team-a:websites")).isEmpty();
    }

    /** Packages it, has the server look at the manifests, applies them, and gives the kubeconfig of its service account. */
    private Path deploy(String example, String name, String... options) throws Exception {
        var target = Files.createTempDirectory(folder, "package").resolve("out");
        var words = new ArrayList<Object>(
                List.of("package", EXAMPLES.resolve(example), "--manifests-only", "--dir", target));
        words.addAll(List.of(options));
        assertThat(esc(words.toArray()).err()).isEmpty();
        var manifests = target.resolve("manifests");
        boolean own = options.length == 0;
        if (own) {
            kubectl("apply", "-f", manifests.resolve("namespace.yaml").toString());
        } else {
            Files.writeString(
                    manifests.resolve("kustomization.yaml"),
                    Files.readString(manifests.resolve("kustomization.yaml"))
                            .replace("  - servicemonitor.yaml\n", "")); // there is no Prometheus operator here
        }
        assertThat(kubectl("apply", "--dry-run=server", "-k", manifests.toString()))
                .contains("(server dry run)");
        kubectl("apply", "-k", manifests.toString());
        var namespace = own ? name : "team-a";
        var doctor = new ArrayList<Object>(List.of("doctor", EXAMPLES.resolve(example)));
        doctor.addAll(List.of("--kubeconfig", cluster.kubeconfig(), "-n", namespace));
        doctor.addAll(List.of("--service-account", namespace + "/" + name));
        doctor.addAll(own ? List.of() : List.of("--watch", namespace));
        assertThat(esc(doctor.toArray()).out()).contains("ok    permissions of " + name + ": all");
        var token = kubectl("create", "token", name, "-n", namespace).strip();
        var admin = Files.readString(cluster.kubeconfig());
        return Files.writeString(
                target.resolve("kubeconfig"),
                admin.replace("admin-token", token).replace("namespace: default", "namespace: " + namespace));
    }

    private static EscProcess run(String example, Path kubeconfig, String... options) throws IOException {
        // As in its image, it has no console.
        var words = new ArrayList<>(List.of(
                "run", EXAMPLES.resolve(example).toString(), "--no-console", "--kubeconfig", kubeconfig.toString()));
        words.addAll(List.of(options));
        return EscProcess.start(words.toArray(String[]::new));
    }

    private List<String> refusals(String account) throws IOException {
        var json = new Json();
        var requests = Files.readAllLines(folder.resolve("audit.log")).stream()
                .map(line -> json.parse(line.getBytes(StandardCharsets.UTF_8)))
                .filter(request ->
                        request.path("user").path("username").asText().endsWith(":" + account))
                .toList();
        assertThat(requests).as("requests of " + account).hasSizeGreaterThan(10);
        return requests.stream()
                .filter(request -> request.path("responseStatus").path("code").asInt() == 403)
                .map(request -> request.path("verb").asText() + " "
                        + request.path("requestURI").asText())
                .toList();
    }

    private void apply(String yaml) throws Exception {
        var file = Files.writeString(Files.createTempFile(folder, "object", ".yaml"), yaml);
        kubectl("apply", "-f", file.toString());
    }

    private void awaitGet(String what, String path, String wanted) {
        var words = new ArrayList<>(List.of("get", "-n"));
        words.addAll(List.of(what.split(" ")));
        words.addAll(List.of("--ignore-not-found", "-o", "jsonpath=" + path));
        Await.until(what + " has " + wanted, () -> {
            try {
                return kubectl(words.toArray(String[]::new)).contains(wanted);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private String kubectl(String... words) throws Exception {
        var command = new ArrayList<>(
                List.of("kubectl", "--kubeconfig", cluster.kubeconfig().toString()));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = process.inputReader().readAllAsString();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", words) + ": " + said)
                .isZero();
        return said;
    }
}
