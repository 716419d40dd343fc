package dev.escapement.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.escapement.client.Json;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class DoctorTest {
    private static final Path WEBSITES = Path.of("..", "examples", "Websites.java");

    @TempDir
    private Path folder;

    private Path kubeconfig(Path original) throws Exception {
        var mine = Files.writeString(folder.resolve("kubeconfig"), Files.readString(original));
        Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rw-------"));
        return mine;
    }

    /** The findings as {@code status check}. */
    private static List<String> findings(Esc called) {
        var found = new ArrayList<String>();
        for (var finding : new Json().parse(called.out().getBytes(StandardCharsets.UTF_8))) {
            found.add(finding.path("status").asText() + " "
                    + finding.path("check").asText());
        }
        return found;
    }

    @Test
    void aClusterIsWellOnceTheDefinitionsAreThere(Cluster cluster) throws Exception {
        var kubeconfig = kubeconfig(cluster.kubeconfig());
        try (var client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build()) {
            var before = esc("doctor", WEBSITES, "--kubeconfig", kubeconfig, "-o", "json");
            assertThat(before.status()).isEqualTo(1);
            assertThat(findings(before))
                    .contains("ok jdk", "ok kubeconfig", "ok api server", "ok server version", "ok clock")
                    .contains("warn crd deadletters.escapement.dev", "fail crd websites.example.dev");

            client.load(Files.newInputStream(crds())).serverSideApply();
            definitionIsServed(client);
            var after = esc("doctor", WEBSITES, "--kubeconfig", kubeconfig, "-o", "json");
            assertThat(after.out()).doesNotContain("\"fail\"");
            assertThat(after.status()).isZero();
            assertThat(findings(after))
                    .contains("ok crd deadletters.escapement.dev", "ok crd websites.example.dev", "ok dead letters")
                    .contains("ok permissions of websites");

            pauseAndDiffer(client);
            var text = esc("doctor", WEBSITES, "--kubeconfig", kubeconfig).out();
            assertThat(text)
                    .contains("websites.example.dev: it differs from what the operator declares: spec.replicas")
                    .contains("ConfigMap default/shop.escapement.dev has it pause: *")
                    .contains("      -> esc resume --operator shop -n default --all");
        }
    }

    @Test
    void whoMayDoNothingIsToldWhatIsMissing(Cluster cluster) throws Exception {
        var called = esc("doctor", WEBSITES, "--kubeconfig", kubeconfig(cluster.userKubeconfig()));

        assertThat(called.out()).contains("dead letters: cannot be looked for");
        if (cluster.name().equals("real")) {
            assertThat(called.status()).isEqualTo(1);
            assertThat(called.out())
                    .contains("fail  permissions of websites: not allowed to get, list, watch websites.example.dev")
                    .contains("these are your own permissions", "--service-account NAMESPACE/websites")
                    .contains("esc package " + WEBSITES + " --manifests-only -d out\n");
        }
    }

    @Test
    void permissionsAreLookedForWhereTheServiceAccountIs(Cluster cluster) throws Exception {
        var kubeconfig = kubeconfig(cluster.kubeconfig());
        var called = esc(
                "doctor",
                WEBSITES,
                "--kubeconfig",
                kubeconfig,
                "--service-account",
                "shop/websites",
                "--watch",
                "team");

        assertThat(called.status()).isEqualTo(1);
        assertThat(called.out())
                .contains("configmaps \"websites.escapement.dev\" in namespace team")
                .contains("-> esc package " + WEBSITES
                        + " -n shop --watch team --manifests-only -d out && kubectl apply -k out/manifests\n");

        var everywhere = esc("doctor", WEBSITES, "--kubeconfig", kubeconfig, "--service-account", "shop/websites");
        assertThat(everywhere.out()).contains("configmaps \"websites.escapement.dev\" in namespace shop");
    }

    @ParameterizedTest
    @CsvSource({
        "websites/websites, '', 'esc package W.java --manifests-only -d out && kubectl apply -k out/manifests'",
        "shop/websites, '', 'esc package W.java -n shop --manifests-only -d out && kubectl apply -k out/manifests'",
        "shop/websites, a, 'esc package W.java -n shop --watch a --manifests-only -d out && kubectl apply -k out/manifests'",
        "shop/other, '', 'esc package makes roles for the service account shop/websites: run the operator as that one, or bind to"
                + " shop/other the roles of out/manifests/rbac.yaml: esc package W.java -n shop --manifests-only -d out'",
    })
    void whatIsAdvisedGrantsWhatIsMissing(String account, String watched, String advice) {
        assertThat(new AccessRemedy("W.java", "websites", account, watched).text())
                .isEqualTo(advice);
    }

    @Test
    void whatKeepsItFromTheClusterIsExplained(Cluster cluster) throws Exception {
        assertThat(esc("doctor", "--kubeconfig", "nix"))
                .satisfies(
                        called -> assertThat(called.out()).contains("fail  kubeconfig: kubeconfig nix does not exist"))
                .satisfies(called -> assertThat(called.status()).isEqualTo(1));

        var readable = kubeconfig(cluster.kubeconfig());
        Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(esc("doctor", "--kubeconfig", readable).out()).contains("      -> chmod 600 " + readable);

        var stranger = Files.writeString(
                readable, Files.readString(readable).replaceAll("token: \\S+?([}\\s])", "token: nix$1"));
        assertThat(esc("doctor", "--kubeconfig", stranger).out())
                .contains("fail  api server", "renew the credentials of the context");

        assertThat(esc("doctor", "--service-account", "nix").status()).isEqualTo(2);
    }

    @Test
    void clocksDifferIfTheServersTimeIsNeitherBeforeNorAfter(Cluster cluster) {
        var noon = Instant.parse("2026-03-01T12:00:00Z");

        assertThat(ServerCheck.clocks(noon.plusMillis(900), noon, noon.plusMillis(1900))
                        .status())
                .isEqualTo(Finding.Status.ok);
        assertThat(ServerCheck.clocks(noon.plusSeconds(30), noon, noon.plusSeconds(31))
                        .found())
                .contains("29 s behind");
        assertThat(ServerCheck.clocks(noon, noon.plusSeconds(60), noon.plusSeconds(1))
                        .found())
                .contains("59 s ahead of");
    }

    private Path crds() throws Exception {
        return Files.writeString(
                folder.resolve("crds.yaml"), esc("crds", WEBSITES).out());
    }

    private static void definitionIsServed(KubernetesClient client) {
        dev.escapement.testcluster.Await.until(
                "the definitions are established",
                () -> List.of("websites.example.dev", "deadletters.escapement.dev").stream()
                        .allMatch(name -> client
                                .apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .withName(name)
                                .get()
                                .getStatus()
                                .getConditions()
                                .stream()
                                .anyMatch(c -> c.getType().equals("Established")
                                        && c.getStatus().equals("True"))));
    }

    private static void pauseAndDiffer(KubernetesClient client) {
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("websites.example.dev")
                .edit(definition -> {
                    definition
                            .getSpec()
                            .getVersions()
                            .getFirst()
                            .getSchema()
                            .getOpenAPIV3Schema()
                            .getProperties()
                            .get("spec")
                            .getProperties()
                            .remove("replicas");
                    return definition;
                });
        client.configMaps()
                .inNamespace("default")
                .resource(new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("shop.escapement.dev")
                        .endMetadata()
                        .addToData("paused", "*")
                        .build())
                .create();
    }
}
