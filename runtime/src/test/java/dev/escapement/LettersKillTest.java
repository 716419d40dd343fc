package dev.escapement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator is killed at random moments while it works on some objects and gives others up. The system properties
 * {@code escapement.gadgets} (100) and {@code escapement.kills} (10) make it more.
 */
@OnEachCluster
class LettersKillTest {
    private static final int GADGETS = Integer.getInteger("escapement.gadgets", 100);
    private static final int KILLS = Integer.getInteger("escapement.kills", 10);

    private final SplittableRandom random = new SplittableRandom(8);
    private Bench bench;
    private Path log;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException, IOException {
        bench = new Bench(cluster);
        log = Files.createTempFile("letters-", ".log");
    }

    @AfterEach
    void tidy() throws IOException {
        bench.close();
        Files.delete(log);
    }

    @Test
    void noKeyIsLostAndEachFailureIsKeptOnce() throws Exception {
        int created = 0;
        for (int kill = 1; kill <= KILLS + 1; kill++) {
            int starts = kill;
            var child = start();
            Await.until("the operator is ready", () -> Files.readAllLines(log).size() == starts);
            for (; created < GADGETS * Math.min(kill, KILLS) / KILLS; created++) {
                bench.create((created % 2 == 0 ? "well-" : "bad-") + created, created);
            }
            if (kill <= KILLS) {
                Clock.system().sleep(Duration.ofMillis(random.nextInt(600)));
            } else {
                Await.until("all that are well have a status", () -> worked() == GADGETS / 2);
                Await.until("all that are bad are kept", () -> letters().size() >= GADGETS / 2);
            }
            child.destroyForcibly().onExit().join();
        }
        assertThat(letters()).hasSize(GADGETS / 2);
        assertThat(letters())
                .allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LettersChild.class.getName(),
                        bench.cluster.kubeconfig().toString(),
                        bench.namespace,
                        log.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private long worked() {
        return bench.all().inNamespace(bench.namespace).list().getItems().stream()
                .filter(gadget -> gadget.getStatus() != null)
                .count();
    }

    /** How many letters there are about each object. */
    private Map<String, Integer> letters() {
        var letters = new HashMap<String, Integer>();
        for (var letter : bench.deadLetters()) {
            letters.merge(letter.get("spec", "object", "name"), 1, Integer::sum);
        }
        return letters;
    }
}
