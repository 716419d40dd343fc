package dev.escapement.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/metrics.md lists what is served: each metric with its type and its labels. */
@OnEachCluster
class MetricsPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\| ([^|]*) \\|");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    @Test
    void eachMetricIsThereWithItsTypeAndItsLabels() throws Exception {
        var served = served(Exposition.of(Everything.start(bench), null).body());
        var told = new TreeMap<String, String>();
        ROW.matcher(Files.readString(Path.of("..", "docs", "metrics.md")))
                .results()
                .forEach(row ->
                        told.put(row.group(1), row.group(2) + " " + row.group(3).strip()));
        // What the JVM has depends on the JVM: its collector, its machine.
        var own = new TreeMap<>(served);
        own.keySet().removeIf(name -> name.startsWith("jvm_") || name.startsWith("process_"));
        var ownTold = new TreeMap<>(told);
        ownTold.keySet().removeIf(name -> name.startsWith("jvm_") || name.startsWith("process_"));
        assertThat(ownTold).isEqualTo(own);
        assertThat(told.keySet()).containsAll(served.keySet());
    }

    /** By name, the type and the labels. */
    private static TreeMap<String, String> served(String page) {
        var served = new TreeMap<String, String>();
        TYPE.matcher(page).results().forEach(type -> {
            var name = type.group(1);
            var labels = new TreeSet<String>();
            SAMPLE.matcher(page)
                    .results()
                    .filter(sample -> sample.group(1).matches(name + "(_bucket|_sum|_count)?"))
                    .filter(sample -> sample.group(2) != null)
                    .forEach(sample -> LABEL.matcher(sample.group(2))
                            .results()
                            .map(label -> label.group(1))
                            .filter(label -> !label.equals("le"))
                            .forEach(labels::add));
            served.put(name, type.group(2) + " " + String.join(", ", labels));
        });
        return served;
    }
}
