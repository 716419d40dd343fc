package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

class PackageTest {
    private static final Path WEBSITES = Path.of("..", "examples", "Websites.java");

    @TempDir
    private Path folder;

    @Test
    void whatStandsByHasTwoReplicasAndMayHaveItsLease() throws IOException {
        var source = folder.resolve("Websites.java");
        Files.writeString(
                source,
                Files.readString(WEBSITES)
                        .replace("Operator.named(\"websites\")", "Operator.named(\"websites\").standby()"));
        var target = folder.resolve("out");

        assertThat(esc("package", source, "--manifests-only", "--dir", target).err())
                .isEmpty();

        assertThat(text(target, "deployment.yaml")).contains("replicas: 2", "type: RollingUpdate");
        assertThat(text(target, "rbac.yaml")).contains("""
                  # the Lease that replicas compete for
                  - apiGroups: [coordination.k8s.io]
                    resources: [leases]
                    verbs: [create]
                """, """
                    resources: [leases]
                    resourceNames: [websites.escapement.dev]
                    verbs: [get, update]
                """);
    }

    @Test
    void theManifestsAllowWhatTheOperatorDeclares() throws IOException {
        var target = folder.resolve("out");

        var made = esc("package", WEBSITES, "--manifests-only", "--dir", target);

        assertThat(made.err()).isEmpty();
        assertThat(made.status()).isZero();
        assertThat(made.out()).contains("kubectl apply -k " + target.resolve("manifests"));
        assertThat(text(target, "rbac.yaml"))
                .contains("""
                  # the status that controller websites writes
                  - apiGroups: [example.dev]
                    resources: [websites/status]
                    verbs: [patch]
                """)
                .contains("resourceNames: [websites.escapement.dev]")
                .doesNotContain("secrets", "\"*\"");
        assertThat(text(target, "crds.yaml"))
                .contains("name: \"websites.example.dev\"", "name: \"deadletters.escapement.dev\"");
        assertThat(text(target, "deployment.yaml"))
                .contains(
                        "replicas: 1",
                        "type: Recreate",
                        "image: websites:latest",
                        "terminationGracePeriodSeconds: 30",
                        "readOnlyRootFilesystem: true")
                .doesNotContain("${");
        var probes = Pattern.compile("(\\w+)Probe: ?\\{httpGet: \\{path: (\\S+), port: health}, (.*)}")
                .matcher(Files.readString(Path.of("..", "docs", "health.md")))
                .results()
                .toList();
        assertThat(probes)
                .hasSize(3)
                .allSatisfy(probe -> assertThat(text(target, "deployment.yaml")
                                .replaceAll("\n +(?=httpGet|\\w+(Seconds|Threshold):)", " "))
                        .contains(probe.group(1) + "Probe: httpGet: {path: " + probe.group(2) + ", port: health} "
                                + probe.group(3).replace(",", "")));
        assertThat(text(target, "namespace.yaml")).contains("name: websites", "restricted");
        assertThat(text(target, "kustomization.yaml")).doesNotContain("servicemonitor");
        assertThat(target.resolve("bin")).doesNotExist();
    }

    @Test
    void anOperatorOfOneNamespaceIsAllowedNothingElsewhere() throws IOException {
        esc(
                "package",
                WEBSITES,
                "--manifests-only",
                "--dir",
                folder.resolve("out"),
                "--watch",
                "team-a",
                "-n",
                "ops",
                "--service-monitor",
                "--image",
                "registry.example/websites:7");

        var target = folder.resolve("out");
        assertThat(text(target, "rbac.yaml"))
                .contains("namespace: team-a", "name: websites, namespace: ops}")
                .doesNotContain("ClusterRole");
        assertThat(text(target, "deployment.yaml"))
                .contains("namespace: ops", "\"--namespace\", \"team-a\"", "image: registry.example/websites:7");
        assertThat(text(target, "kustomization.yaml"))
                .contains("servicemonitor.yaml")
                .doesNotContain("namespace.yaml");
    }

    @Test
    void itsConsoleIsServedOnRequest() throws IOException {
        var target = folder.resolve("out");
        esc("package", WEBSITES, "--manifests-only", "--dir", target);
        assertThat(text(target, "kustomization.yaml") + text(target, "deployment.yaml") + text(target, "service.yaml"))
                .doesNotContain("console");

        assertThat(esc("package", WEBSITES, "--manifests-only", "--dir", target, "--console")
                        .status())
                .isZero();

        assertThat(text(target, "deployment.yaml"))
                .contains("\"--health=0.0.0.0:8080\", \"--console=0.0.0.0:8372\"")
                .contains("            - {name: health, containerPort: 8080}\n"
                        + "            - {name: console, containerPort: 8372}\n");
        assertThat(text(target, "service.yaml")).endsWith("    - {name: console, port: 8372, targetPort: console}\n");
        assertThat(text(target, "console.yaml"))
                .contains(
                        "name: \"system:auth-delegator\"",
                        "{kind: ServiceAccount, name: websites, namespace: websites}");
        assertThat(text(target, "kustomization.yaml")).contains("  - console.yaml\n");
    }

    @Test
    void whatItMadeIsReplacedAndNothingElse() throws IOException {
        var target = folder.resolve("out");
        esc("package", WEBSITES, "--manifests-only", "--dir", target);
        Files.writeString(target.resolve("manifests").resolve("old.yaml"), "old");
        assertThat(esc("package", WEBSITES, "--manifests-only", "--dir", target).status())
                .isZero();
        assertThat(target.resolve("manifests").resolve("old.yaml")).doesNotExist();

        Files.delete(target.resolve(".esc-package"));
        var refused = esc("package", WEBSITES, "--manifests-only", "--dir", target);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("was not made by esc package");
    }

    @ParameterizedTest
    @CsvSource({
        "'void main() { System.out.println(\"hello\"); }', 1, does not say what its operator declares",
        "'class App {}', 1, there is no main method in the first class of",
        "'void main(String[] args) { throw new IllegalStateException(\"broken\"); }', 1, broken",
    })
    void whatCannotBePackagedIsExplained(String source, int status, String explained) throws IOException {
        var file = Files.writeString(folder.resolve("App.java"), source);

        var called = esc("package", file, "--manifests-only", "--dir", folder.resolve("out"));

        assertThat(called.status()).isEqualTo(status);
        assertThat(called.err()).startsWith("esc package: ").contains(explained);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void wrongWordsAreExplained() {
        assertThat(esc("package").err()).startsWith("esc package: name Java files, or a folder with a Maven project");
        assertThat(esc("package", folder).err()).contains("has no pom.xml");
        assertThat(esc("package", WEBSITES, "-n", "Ops").err()).contains("\"Ops\" can be no namespace");
        assertThat(esc("package", WEBSITES, "--main", "X").status()).isEqualTo(2);
    }

    private static String text(Path target, String name) throws IOException {
        return Files.readString(target.resolve("manifests").resolve(name));
    }
}
