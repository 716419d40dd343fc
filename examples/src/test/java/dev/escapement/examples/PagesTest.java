package dev.escapement.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The operators that pages of docs/ show as a whole, compiled and run from there. */
@OnEachCluster
class PagesTest {
    private static final Pattern PROGRAM = Pattern.compile("```java\n(// (\\w+\\.java)\n.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    /** Puts the page's program into a file of the name that it gives. */
    private String program(String page) throws Exception {
        var found = PROGRAM.matcher(Files.readString(Path.of("..", "docs", page)));
        assertThat(found.find()).as(page).isTrue();
        return Files.writeString(folder.resolve(found.group(2)), found.group(1)).toString();
    }

    /** Creates an object of the program's kind, and waits for its status. */
    private void run(Cluster cluster, String page, String version, String kind, String spec, Map<String, ?> status)
            throws Exception {
        try (var playground = new Playground(cluster);
                var example = Example.run(cluster, program(page), "--crds")) {
            var namespace = playground.namespace(Map.of(), Map.of());
            Await.until("the kind is served: " + example.said(), () -> {
                playground.create("""
                        apiVersion: %s
                        kind: %s
                        metadata: {name: world, namespace: %s}
                        spec: %s
                        """.formatted(version, kind, namespace, spec));
                return true;
            });
            Await.until(
                    "it has a status",
                    () -> status.equals(
                            playground.get(version, kind, namespace, "world").get("status")));
            assertThat(example.isAlive()).isTrue();
        }
    }

    @Test
    void theFirstOperatorGreets(Cluster cluster) throws Exception {
        run(
                cluster,
                "first-operator.md",
                "first.example.dev/v1",
                "Greeting",
                "{name: world}",
                Map.of("text", "Hello, world!"));
    }

    @Test
    void whoComesFromControllerRuntimeGetsADeployment(Cluster cluster) throws Exception {
        run(
                cluster,
                "coming-from-controller-runtime.md",
                "cache.example.dev/v1",
                "Memcached",
                "{size: 0}",
                Map.of("ready", 0));
    }

    @Test
    void whoComesFromKopfGetsAClaim(Cluster cluster) throws Exception {
        run(
                cluster,
                "coming-from-kopf.md",
                "claims.example.dev/v1",
                "EphemeralVolumeClaim",
                "{size: 1Gi}",
                Map.of("claim", "world"));
    }

    @Test
    void whoComesFromTheJavaOperatorSdkGetsAPage(Cluster cluster) throws Exception {
        run(
                cluster,
                "coming-from-josdk.md",
                "pages.example.dev/v1",
                "WebPage",
                "{html: hi}",
                Map.of("message", "page world"));
    }
}
