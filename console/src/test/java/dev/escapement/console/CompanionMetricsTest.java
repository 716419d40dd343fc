package dev.escapement.console;

import java.io.IOException;

import dev.escapement.Operator;
import dev.escapement.Outcome;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Always.always;
import static dev.escapement.Every.every;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class CompanionMetricsTest {
    private static final String PROBE = "{controller=\"configmaps\",operator=\"box\",timer=\"probe\"";
    private static final String TAIL = "{controller=\"configmaps\",daemon=\"tail\",operator=\"box\"";

    private final VirtualClock clock = VirtualClock.at(Clock.system().now());
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) {
        bench = new Bench(cluster);
        bench.create("good", "1");
        bench.create("bad", "1");
    }

    private static String page(Operator operator) throws IOException {
        return Exposition.of(operator, null).body();
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    @Test
    void timersAndDaemonsHaveOneSeriesEachForAllObjects() throws Exception {
        var operator = bench.start(
                bench.operator().clock(clock),
                Bench.maps()
                        .timer(
                                "probe",
                                every(ofMinutes(1)).retry(Backoff.constant(ofHours(1))),
                                (map, _) -> map.getMetadata().getName().equals("bad")
                                        ? Outcome.failed("as always")
                                        : Outcome.done())
                        .daemon("tail", always().retry(Backoff.constant(ofHours(1))), context -> {
                            if (context.header().key().name().equals("bad")) {
                                throw new IllegalStateException("as always");
                            }
                            context.stop().await(ofHours(1));
                        }));
        Await.until(
                "the bad daemon has crashed",
                () -> operator.daemons().getFirst().crashed() == 1);
        bench.pass(clock, ofMinutes(2));
        assertThat(page(operator))
                .contains("# HELP escapement_timer_calls_total Calls of timers.\n"
                        + "# TYPE escapement_timer_calls_total counter\n"
                        + "escapement_timer_calls_total" + PROBE + "} 4.0\n")
                .contains("escapement_timer_objects" + PROBE + "} 2.0\n")
                .contains("escapement_timer_calls_in_progress" + PROBE + "} 0.0\n")
                .contains("escapement_timer_calls_failed_total" + PROBE + "} 2.0\n")
                .contains("escapement_timer_ticks_missed_total" + PROBE + "} 0.0\n")
                .contains("# TYPE escapement_timer_lateness_seconds histogram\n")
                .contains("escapement_timer_lateness_seconds_bucket" + PROBE + ",le=\"1.0E-4\"} 4\n")
                .contains("escapement_timer_lateness_seconds_bucket" + PROBE + ",le=\"+Inf\"} 4\n")
                .contains("escapement_timer_lateness_seconds_count" + PROBE + "} 4\n")
                .contains("# TYPE escapement_daemon_running gauge\nescapement_daemon_running" + TAIL + "} 1.0\n")
                .contains("escapement_daemon_abandoned" + TAIL + "} 0.0\n")
                .contains("escapement_daemon_starts_total" + TAIL + "} 2.0\n")
                .contains("escapement_daemon_crashes_total" + TAIL + "} 1.0\n")
                .contains("escapement_runs_total{controller=\"configmaps\",operator=\"box\"} 0.0\n");
    }

    @Test
    void whatThereIsNotHasNoSeries() throws Exception {
        var operator = bench.start(Bench.maps().reconcile((_, _) -> Outcome.done()));
        assertThat(page(operator)).doesNotContain("timer=\"").doesNotContain("daemon=\"");
    }
}
