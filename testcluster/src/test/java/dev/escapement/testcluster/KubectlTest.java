package dev.escapement.testcluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a user of kubectl sees is the same on both servers; docs/apiserver-differences.md tells what is left out. */
@OnEachCluster
class KubectlTest {
    private static final Path MODULE = module();

    @Test
    void answersAsTheRealServerDid(Cluster cluster, @TempDir Path folder) throws Exception {
        assumeTrue(kubectlIsThere(), "kubectl is not installed, so what it shows is not compared");
        Path transcript = folder.resolve("transcript");
        int status = new ProcessBuilder(
                        MODULE.resolve("kubectl-transcript").toString(),
                        cluster.kubeconfig().toString())
                .redirectOutput(transcript.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        assertThat(status).isZero();
        assertThat(read(transcript))
                .as("what kubectl shows; if it is right, take it over with"
                        + " testcluster/kubectl-transcript KUBECONFIG > testcluster/src/test/resources/kubectl-transcript.txt"
                        + " from the real server")
                .isEqualTo(read(MODULE.resolve("src/test/resources/kubectl-transcript.txt")));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static boolean kubectlIsThere() {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        if (!there) {
            System.err.println("The comparison of what kubectl shows is left out: it needs kubectl.");
        }
        return there;
    }

    private static Path module() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var module = folder.resolve("testcluster");
            if (Files.isExecutable(module.resolve("kubectl-transcript"))) {
                return module;
            }
        }
        throw new IllegalStateException("there is no testcluster/kubectl-transcript above "
                + Path.of("").toAbsolutePath());
    }
}
