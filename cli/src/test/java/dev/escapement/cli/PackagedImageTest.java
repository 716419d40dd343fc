package dev.escapement.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.escapement.testcluster.Await;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

class PackagedImageTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsPackagedRunsByItself() throws Exception {
        var target = folder.resolve("out");
        var made = esc("package", Path.of("..", "examples", "Websites.java"), "--dir", target);
        assertThat(made.err()).isEmpty();
        assertThat(made.status()).isZero();
        assertThat(target.resolve("Dockerfile")).content().contains("ENTRYPOINT [\"/app/bin/websites\"]", "USER 65532");
        assertThat(target.resolve("lib/websites.aot")).isNotEmptyFile();
        var elsewhere = folder.resolve("app"); // where an image has it
        Files.move(target, elsewhere);
        var program = elsewhere.resolve("bin/websites").toString();

        assertThat(said(new ProcessBuilder(program, "--help"))).startsWith("websites: arguments: [--kubeconfig FILE]");

        var strict = new ProcessBuilder(program, "--help");
        strict.environment().put("JAVA_OPTS", "-XX:AOTMode=on"); // ends it if the cache does not fit
        assertThat(said(strict)).startsWith("websites: arguments:");

        try (var server = EmbeddedServer.start(0, null);
                var client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
                        .build()) {
            var process = new ProcessBuilder(
                            program, "--kubeconfig", server.kubeconfig().toString(), "--crds", "--health=127.0.0.1:0")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            try {
                Await.until("the operator works", () -> {
                    client.load(Files.newInputStream(Path.of("..", "examples", "websites.yaml")))
                            .serverSideApply();
                    return client.configMaps()
                                    .inNamespace("default")
                                    .withName("hello")
                                    .get()
                            != null;
                });
            } finally {
                process.destroy();
                assertThat(process.waitFor(60, TimeUnit.SECONDS))
                        .as(Files.readString(folder.resolve("log")))
                        .isTrue();
            }
        }
    }

    private static String said(ProcessBuilder program) throws Exception {
        var process = program.redirectErrorStream(true).start();
        var said = process.inputReader().readAllAsString();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
