package dev.escapement.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

class CommandsTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "demo",
                "apiserver",
                "crds",
                "completion",
                "pause",
                "resume",
                "workers",
                "verbose",
                "dead-letters",
                "new",
                "package",
                "doctor",
                "top",
                "why"
            })
    void explainsEveryCommandInAFewLines(String command) {
        var help = esc(command, "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: esc " + command).contains("Example");
        assertThat(help.out().lines()).hasSizeLessThan(30).allMatch(line -> line.length() <= 80);
    }

    @Test
    void listsTheCommands() {
        assertThat(esc("--help").out())
                .contains("run", "demo", "apiserver", "crds", "dead-letters", "completion", "Examples:")
                .contains("new", "package", "doctor", "top", "why");
    }

    @Test
    void tellsItsVersionAndTheJdks() {
        assertThat(esc("--version").out()).startsWith("Escapement ").contains("JDK " + Runtime.version());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--nix", "nix", "demo --nix", "apiserver --port x", "apiserver --port 65536", "run --kubeconfig"
            })
    void endsWithTwoWhenItIsCalledWrongly(String arguments) {
        var called = esc((Object[]) arguments.split(" "));

        assertThat(called.status()).isEqualTo(2);
        assertThat(called.out()).isEmpty();
        assertThat(called.err()).startsWith("esc");
        assertThat(called.err().lines()).hasSizeLessThan(3);
    }

    @Test
    void completesInBash() throws IOException, InterruptedException {
        var script = esc("completion").out();
        var ask =
                "COMP_WORDS=(esc run --em); COMP_CWORD=2; COMP_LINE='esc run --em'; compopt() { :; }; _complete_esc; echo \"${COMPREPLY[@]}\"";

        var bash = new ProcessBuilder("bash", "-c", script + "\n" + ask)
                .redirectErrorStream(true)
                .start();

        assertThat(bash.inputReader().readAllAsString()).isEqualToIgnoringNewLines("--embedded");
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void printsTheCrdsOfAFile() {
        var crds = esc("crds", EXAMPLES.resolve("Websites.java"));

        assertThat(crds.status()).isZero();
        assertThat(crds.err()).isEmpty();
        assertThat(crds.out())
                .startsWith("---\napiVersion: \"apiextensions.k8s.io/v1\"")
                .contains("name: \"websites.example.dev\"", "default: 1", "name: \"deadletters.escapement.dev\"")
                .endsWith("\n");
    }

    @Test
    void saysWhatACustomResourceLacksForACrd(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("Sites.java"), """
                import io.fabric8.kubernetes.client.CustomResource;

                abstract static class Common extends CustomResource<String, Void> {}
                static class Site extends Common {}
                void main() {}
                """);

        var crds = esc("crds", file);

        assertThat(crds.status()).isEqualTo(1);
        assertThat(crds.err()).contains("annotate Site with @Group").hasLineCount(1);
    }

    @Test
    void saysThatAPortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = esc("apiserver", "--port", taken.getLocalPort());

            assertThat(server.status()).isEqualTo(1);
            assertThat(server.err())
                    .startsWith("esc apiserver: port " + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }

    @Test
    void keepsTheKubeconfigOfAnApiServerWithItsData(@TempDir Path folder) throws Exception {
        var data = folder.resolve("data");
        try (var server = EscProcess.start("apiserver", "--data", data.toString())) {
            assertThat(server.lineWith("export KUBECONFIG="))
                    .endsWith(data.resolve("kubeconfig").toString());
            assertThat(data.resolve("kubeconfig")).content().contains("https://127.0.0.1:");

            server.terminate();

            assertThat(server.rest()).isEmpty();
            assertThat(server.status()).isEqualTo(128 + 15);
        }
    }

    @Test
    void removesTheKubeconfigOfAnApiServerWithoutData() throws Exception {
        try (var server = EscProcess.start("apiserver")) {
            var kubeconfig = Path.of(server.lineWith("export KUBECONFIG=").split("=")[1]);
            assertThat(kubeconfig).exists();

            server.terminate();

            assertThat(server.status()).isEqualTo(128 + 15);
            assertThat(Files.exists(kubeconfig.getParent())).isFalse();
        }
    }
}
