package dev.escapement.testcluster;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * An operator written in Go works with both servers: a program of client-go, in client.go and the files beside it, does what such
 * operators do, with requests of their kind.
 */
@OnEachCluster
class GoClientTest {
    @Test
    void whatOperatorsInGoDoGoesAsItShould(Cluster cluster, @TempDir Path folder) throws Exception {
        assumeTrue(RealCluster.isPossible(), "Go is not installed, so its client library is not tried");
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        int status = new ProcessBuilder(
                        RealCluster.script().toString(),
                        "client",
                        cluster.kubeconfig().toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        assertThat(status)
                .as(() -> "the exit status, with on standard error: " + text(errors))
                .isZero();
        assertThat(Files.readAllLines(output))
                .containsExactly(
                        "namespace",
                        "definition",
                        "discovery",
                        "pages",
                        "typed informer",
                        "dynamic informer",
                        "metadata informer",
                        "apply",
                        "conflict",
                        "status",
                        "scale",
                        "events",
                        "leader election",
                        "service account",
                        "impersonation",
                        "clean up");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
