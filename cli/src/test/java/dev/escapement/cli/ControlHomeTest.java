package dev.escapement.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

/** An operator is told where it listens, also by somebody whose context names another namespace. */
@OnEachCluster
class ControlHomeTest {
    @TempDir
    private Path folder;

    private Cluster cluster;
    private KubernetesClient client;

    @BeforeEach
    void connect(Cluster fresh) {
        cluster = fresh;
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private Esc run(String command) {
        return esc((Object[]) (command + " --kubeconfig " + cluster.kubeconfig()).split(" "));
    }

    private void namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    private void map(String namespace, String operator) {
        namespace(namespace);
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(operator + ".escapement.dev")
                        .endMetadata()
                        .build())
                .create();
    }

    /** As {@code esc package} makes it. */
    private void deployment(String namespace, String operator, String... arguments) throws Exception {
        namespace(namespace);
        var values = java.util.Map.of(
                "name",
                operator,
                "namespace",
                namespace,
                "image",
                "image",
                "startup",
                "/startupz",
                "termination",
                "30",
                "containerport",
                "",
                "replicas",
                "1",
                "strategy",
                "Recreate",
                "why",
                "One replica.",
                "arguments",
                String.join(", ", arguments));
        var file =
                Files.writeString(folder.resolve("deployment.yaml"), Template.fill("package/deployment.yaml", values));
        client.load(Files.newInputStream(file)).create();
    }

    private List<String> namespacesOfMaps(String operator) {
        return client.configMaps().inAnyNamespace().list().getItems().stream()
                .filter(map -> map.getMetadata().getName().equals(operator + ".escapement.dev"))
                .map(map -> map.getMetadata().getNamespace())
                .sorted()
                .toList();
    }

    @Test
    void oneThatIsPackagedIsToldInItsOwnNamespace() throws Exception {
        deployment("boutique", "boutique", "\"--health=0.0.0.0:8080\"");

        assertThat(run("pause --operator boutique --all"))
                .isEqualTo(new Esc(
                        0,
                        "all controllers of operator boutique paused (ConfigMap boutique/boutique.escapement.dev)\n",
                        "esc pause: \"boutique\" was found in namespace \"boutique\", so it is told there\n"));
        run("workers websites 8 --operator boutique");
        run("verbose websites --operator boutique");
        assertThat(namespacesOfMaps("boutique")).containsExactly("boutique");
        assertThat(run("resume --operator boutique --all").out()).startsWith("operator boutique resumed (");
        assertThat(client.configMaps()
                        .inNamespace("boutique")
                        .withName("boutique.escapement.dev")
                        .get()
                        .getData())
                .containsOnlyKeys("workers.websites", "verbose");
    }

    @Test
    void oneThatWorksInOneNamespaceOnlyIsToldThere() throws Exception {
        namespace("team-a");
        deployment("ops", "sites", "\"--health=0.0.0.0:8080\"", "\"--namespace\"", "\"team-a\"");

        run("pause --operator sites --all");

        assertThat(namespacesOfMaps("sites")).containsExactly("team-a");
    }

    @Test
    void oneThatIsNotPackagedIsKnownByItsConfigMap() {
        map("elsewhere", "gadgets");

        run("pause --operator gadgets --all");
        run("pause --operator gadgets --controller one -n elsewhere");

        assertThat(namespacesOfMaps("gadgets")).containsExactly("elsewhere");
        map("default", "gadgets");
        assertThat(run("pause --operator gadgets --all").out()).contains("(ConfigMap default/gadgets.escapement.dev)");
    }

    @Test
    void nobodyGuessesAmongSeveral() throws Exception {
        map("one", "twice");
        map("two", "twice");
        assertThat(run("pause --operator twice --all"))
                .isEqualTo(new Esc(
                        1, "", "esc pause: \"twice\" was found in namespaces \"one\", \"two\": name one with -n\n"));

        deployment("away", "left");
        map("default", "left"); // by somebody who has guessed, or by one that runs outside of the cluster
        assertThat(run("resume --operator left --all").err())
                .contains("was found in namespaces \"away\", \"default\": name one with -n");
        assertThat(run("pause --operator left --all -n away").err()).isEmpty();
    }

    @Test
    void whatMayBeHeardByNobodyIsSaid() {
        assertThat(run("pause --operator new --all").err())
                .startsWith("esc pause: \"new\" was not found, neither its ConfigMap nor a Deployment")
                .contains("namespace \"default\"", "-n");
        assertThat(run("pause --operator new --all").err()).isEmpty(); // it has its ConfigMap now

        namespace("other");
        assertThat(run("pause --operator new --all -n other").err())
                .isEqualTo("esc pause: \"new\" was found in namespace \"default\", not in namespace \"other\"\n");
    }

    @Test
    void whoMayLookAtNothingIsToldSo(Cluster cluster) {
        var called = esc("pause", "--operator", "shy", "--all", "--kubeconfig", cluster.userKubeconfig());

        assertThat(called.err()).startsWith("esc pause: \"shy\" was not found");
    }
}
