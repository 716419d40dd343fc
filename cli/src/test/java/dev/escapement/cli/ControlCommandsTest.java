package dev.escapement.cli;

import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlCommandsTest {
    private EmbeddedServer server;
    private KubernetesClient client;

    @BeforeAll
    void start() {
        server = EmbeddedServer.start(0, null);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
                .build();
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    private Esc run(String command) {
        return esc((Object[]) (command + " --kubeconfig " + server.kubeconfig()).split(" "));
    }

    private Map<String, String> data(String operator) {
        var data = client.configMaps()
                .inNamespace("default")
                .withName(operator + ".escapement.dev")
                .get()
                .getData();
        return data == null ? Map.of() : data;
    }

    @Test
    void controllersPauseByTheMapOfTheirOperator() {
        run("pause --operator one --controller websites");
        assertThat(run("pause --operator one --controller gadgets"))
                .isEqualTo(new Esc(
                        0, "controller gadgets of operator one paused (ConfigMap default/one.escapement.dev)\n", ""));
        assertThat(data("one")).isEqualTo(Map.of("paused", "gadgets, websites"));

        run("pause --operator one --all");
        assertThat(data("one")).isEqualTo(Map.of("paused", "*, gadgets, websites"));
        assertThat(run("resume --operator one --controller gadgets"))
                .isEqualTo(new Esc(
                        1,
                        "",
                        "esc resume: all controllers of operator one are paused (ConfigMap default/one.escapement.dev):"
                                + " resume them with --all\n"));

        run("resume --operator one --all");
        run("resume --operator one --controller gadgets");
        assertThat(data("one")).isEqualTo(Map.of("paused", "websites"));
        run("resume --operator one --controller websites");
        assertThat(data("one")).isEmpty();
        assertThat(run("resume --operator one --controller websites").out())
                .startsWith("controller websites of operator one was not paused (");
        assertThat(run("resume --operator one --all").out()).startsWith("operator one was not paused (");
    }

    @Test
    void anObjectPausesByItsAnnotation() {
        var map = client.configMaps()
                .inNamespace("default")
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("page")
                        .endMetadata()
                        .build());
        map.create();

        for (var kind : new String[] {"cm page", "configmaps/page", "ConfigMap page"}) {
            assertThat(run("pause " + kind))
                    .isEqualTo(new Esc(0, "ConfigMap default/page paused (annotation escapement.dev/paused)\n", ""));
            assertThat(map.get().getMetadata().getAnnotations()).containsEntry("escapement.dev/paused", "true");
            assertThat(run("resume " + kind).status()).isZero();
            assertThat(map.get().getMetadata().getAnnotations()).isNullOrEmpty();
        }
    }

    @Test
    void workersAndVerbosityAreEdited() {
        assertThat(run("workers websites 4-32 --operator two").out())
                .isEqualTo("controller websites of operator two has 4-32 workers (ConfigMap"
                        + " default/two.escapement.dev)\n");
        run("verbose websites --operator two");
        assertThat(data("two")).isEqualTo(Map.of("workers.websites", "4-32", "verbose", "websites"));

        run("workers websites --reset --operator two");
        run("verbose websites --operator two --off");
        assertThat(data("two")).isEmpty();
    }

    @Test
    void aControllerThatLogsInDetailAsAllOthersDoesNotStopAlone() {
        run("verbose websites --operator five");
        client.configMaps()
                .inNamespace("default")
                .withName("five.escapement.dev")
                .edit(map -> map.edit().addToData("verbose", "*").build());

        assertThat(run("verbose websites --operator five --off"))
                .isEqualTo(new Esc(
                        1,
                        "",
                        "esc verbose: all controllers of operator five log in detail (ConfigMap"
                                + " default/five.escapement.dev, verbose: \"*\"): take the * out of it\n"));
    }

    @Test
    void whatIsPausedIsListed() {
        assertThat(run("pause --list -n kube-system").out())
                .isEqualTo("nothing is paused in namespace \"kube-system\"\n");
        run("pause --operator three --all -n kube-public");
        assertThat(run("pause --list").out()).contains("ConfigMap kube-public/three.escapement.dev: all controllers\n");
    }

    @Test
    void whatIsListedCanBeReadByPrograms() {
        run("pause --operator four --all -n kube-public");
        run("workers websites 4-32 --operator four -n kube-public");

        assertThat(run("pause --list -n kube-public -o yaml").out())
                .contains("kind: \"ConfigMap\"", "name: \"four.escapement.dev\"", "- \"*\"");
        assertThat(new Json().parse(run("workers -n kube-public -o json").out().getBytes(StandardCharsets.UTF_8)))
                .hasToString(
                        "[{\"operator\":\"four\",\"namespace\":\"kube-public\",\"controller\":\"websites\",\"workers\":\"4-32\"}]");
        assertThat(run("workers --operator four").out().lines()).hasSize(2).anyMatch(l -> l.endsWith("4-32"));
        assertThat(run("workers -n kube-system").out()).startsWith("nothing has been said of workers");
    }

    @ParameterizedTest
    @CsvSource({
        "pause, 'esc pause: name one of: KIND NAME, --controller NAME, --all'",
        "pause website hello --all, 'esc pause: name one of: KIND NAME, --controller NAME, --all'",
        "pause website, 'esc pause: name an object by KIND NAME or KIND/NAME, such as: website hello'",
        "pause --all, 'esc pause: whose controllers? Name the operator with --operator NAME'",
        "pause website hello --operator shop, 'esc pause: an object pauses for all operators: leave out --operator'",
        "workers websites --operator shop, 'esc workers: name how many, such as 8 or 4-32, or --reset'",
        "workers websites 8-4 --operator shop, 'esc workers: \"8-4\" is no number of workers: name at least 1, such as 8, or a range, such as 4-32'",
        "verbose websites, 'esc verbose: Missing required option: ''--operator=NAME'''",
        "pause --list --all, 'esc pause: --list shows all that is paused: leave out what to pause'"
    })
    void wrongWordsAreExplained(String command, String explained) {
        var called = run(command);

        assertThat(called.status()).isEqualTo(2);
        assertThat(called.err().lines().findFirst()).contains(explained);
    }

    @ParameterizedTest
    @CsvSource({
        "pause nix hello, 'esc pause: the cluster does not know \"nix\"; kubectl api-resources lists what it knows'",
        "pause cm nix, 'esc pause: there is no ConfigMap \"nix\" in namespace \"default\": name another with -n'",
        "pause deploy.apps nix, 'esc pause: there is no Deployment \"nix\" in namespace \"default\": name another with -n'",
        "pause node nix, 'esc pause: there is no Node \"nix\"'"
    })
    void whatIsNotThereIsExplained(String command, String explained) {
        assertThat(run(command)).isEqualTo(new Esc(1, "", explained + "\n"));
    }

    @Test
    void aClusterThatIsNotThereIsExplained() {
        assertThat(esc("pause", "--list", "--kubeconfig", "nix").err())
                .isEqualTo("esc pause: kubeconfig nix does not exist\n");
    }
}
