package dev.escapement;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import dev.escapement.ownership.SlotTimes;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several replicas of an operator, of which one works. */
@OnEachCluster
@Timeout(120)
class StandbyTest {
    private static final SlotTimes QUICK =
            new SlotTimes(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofMillis(200));

    private final ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    private Operator replica(String name) throws InterruptedException {
        return bench.start(builder -> builder.standby(QUICK)
                .controller(Controller.of(ConfigMap.class).labelled("work=yes").reconcile((map, _) -> {
                    runs.add(name + " " + map.getMetadata().getName());
                    if (map.getMetadata().getName().equals("slow")) {
                        never.await();
                    }
                    return Outcome.done();
                })));
    }

    private void put(String name) {
        bench.client
                .configMaps()
                .inNamespace(bench.namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("work", "yes")
                        .endMetadata()
                        .build())
                .create();
    }

    private String holder() {
        return lease().getSpec().getHolderIdentity();
    }

    private Lease lease() {
        return bench.client
                .resources(Lease.class)
                .inNamespace(bench.namespace)
                .withName("test.escapement.dev")
                .get();
    }

    @Test
    void oneWorksAndTheOtherTakesOverWhenItEnds() throws InterruptedException {
        put("a");
        var first = replica("first");
        Await.until("it works", () -> runs.contains("first a"));
        assertThat(first.isStandingBy()).isFalse();
        var second = replica("second");
        put("b");
        Await.until("it goes on", () -> runs.contains("first b"));
        Await.until("the other one knows of it", () -> second.depth() == 2);
        assertThat(second.isStandingBy()).isTrue();
        assertThat(second.isSynced()).isTrue();
        assertThat(second.ailments()).isEmpty();
        first.close();
        Await.until("the other one works", () -> runs.contains("second a") && runs.contains("second b"));
        assertThat(second.isStandingBy()).isFalse();
        assertThat(first.hasLostLease()).isFalse();
        second.close();
        assertThat(holder()).isNullOrEmpty();
        assertThat(runs).hasSize(4);
    }

    @Test
    void whoLosesTheLeaseEndsAndInterruptsWhatItDoes() throws InterruptedException {
        put("slow");
        var operator = replica("loser");
        Await.until("it works", () -> runs.contains("loser slow"));
        steal();
        operator.awaitClosed();
        assertThat(operator.hasLostLease()).isTrue();
        assertThat(operator.processing()).isZero();
        assertThat(holder()).isEqualTo("somebody else");
    }

    private void steal() {
        Await.until("somebody else has the Lease", () -> {
            var stolen = lease();
            stolen.getSpec().setHolderIdentity("somebody else");
            bench.client.resource(stolen).inNamespace(bench.namespace).update();
            return true;
        });
    }

    @Test
    void whatDoesNotHeedTheInterruptWritesNothingAnyMore() throws InterruptedException {
        put("deaf");
        var refused = new CompletableFuture<String>();
        var lost = new CountDownLatch(1);
        var operator = bench.start(builder -> builder.standby(QUICK)
                .controller(Controller.of(ConfigMap.class).labelled("work=yes").reconcile((map, context) -> {
                    runs.add("deaf");
                    DaemonTest.awaitUninterruptibly(lost);
                    try {
                        context.delete(map);
                        refused.complete("");
                    } catch (IllegalStateException e) {
                        refused.complete(e.getMessage());
                    }
                    return Outcome.done();
                })));
        Await.until("it works", () -> !runs.isEmpty());
        steal();
        operator.awaitClosed();
        lost.countDown();
        assertThat(refused.join()).contains("has lost its Lease");
    }

    @Test
    void whoStandsByEndsAtOnce() throws InterruptedException {
        var first = replica("first");
        Await.until("it works", () -> !first.isStandingBy());
        put("a");
        var second = replica("second");
        second.close();
        Await.until("the first goes on", () -> runs.contains("first a"));
        assertThat(runs).containsExactly("first a");
    }

    @Test
    void timesThatLeaveNoneToEndAreRefused() {
        var hasty = new SlotTimes(Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofSeconds(1));
        assertThatThrownBy(() -> Operator.named("hasty").standby(hasty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("less than the 3 s that it takes");
    }
}
