package dev.escapement.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The console in Debian's chromium: {@code console/browser} has the checks, and {@code console/browser/install} what they need. Where
 * that is not there they are left out, but not in CI. {@code -Descapement.screenshots=yes} renews the pictures in docs/console.
 */
@OnEachCluster
class BrowserTest {
    private static final Path FOLDER = Path.of("browser").toAbsolutePath();
    private static final int MANY = 10_000;

    private ConsoleBench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws Exception {
        assumeTrue(cluster.name().equals("embedded"), "a browser sees the same on each");
        boolean possible = Files.isExecutable(Path.of("/usr/bin/chromium"))
                && Files.exists(FOLDER.resolve("node_modules/playwright-core"));
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(possible, "there is no chromium or no playwright-core: console/browser/install installs both");
        }
        bench = new ConsoleBench(cluster);
        for (var name : List.of("good", "bad-1", "bad-2", "flaky", "later", "slow", "still")) {
            bench.bench.create(name, "1");
        }
        Await.until(
                "all have run", () -> bench.get("/api/v1/overview").path("runs").asInt() >= 7);
        bench.operator.controls().pause("maps", new ObjectKey(bench.bench.namespace, "still"));
        Await.until(
                "two are dead",
                () -> bench.get("/api/v1/overview").path("deadLetters").asInt() == 2);
    }

    @AfterEach
    void tidy() {
        if (bench != null) {
            bench.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shows", "phone", "dark", "acts", "keyboard", "inert"})
    void holds(String check) throws Exception {
        browse(check);
    }

    @Test
    void showsTenThousandObjectsAtOnce() throws Exception {
        IntStream.range(0, MANY).parallel().forEach(i -> bench.bench.create("many-%05d".formatted(i), "1"));
        Await.until(
                "all have run",
                () -> bench.get("/api/v1/overview").path("runs").asInt() >= MANY
                        && bench.get("/api/v1/overview").path("waiting").asInt() == 0);
        browse("many");
    }

    private void browse(String check) throws IOException, InterruptedException {
        var url = bench.uri("").toString();
        var screenshots = System.getProperty("escapement.screenshots") == null
                ? ""
                : Path.of("../docs/console").toAbsolutePath().normalize().toString();
        var output = Files.createTempFile("browser-", ".log");
        var process = new ProcessBuilder(
                        "node", FOLDER.resolve("check.mjs").toString(), check, url, bench.bench.namespace, screenshots)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int status = process.waitFor();
        var said = Files.readString(output);
        System.out.print(said);
        assertThat(status).as(said).isZero();
    }
}
