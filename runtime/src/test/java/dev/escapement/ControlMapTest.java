package dev.escapement;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.escapement.ControlState.Bounds;
import dev.escapement.client.ApiClient;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class ControlMapTest {
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    private Operator operator() throws InterruptedException {
        return bench.start(Controller.of(Gadget.class).reconcile((_, _) -> Outcome.done()));
    }

    private Resource<ConfigMap> map(Map<String, String> data) {
        return bench.client
                .configMaps()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("test.escapement.dev")
                        .withNamespace(bench.namespace)
                        .endMetadata()
                        .withData(data)
                        .build());
    }

    @Test
    void whatTheMapSaysIsSoAtOnceAndNoLongerThanItSaysIt() throws InterruptedException {
        var controls = operator().controls();
        assertThat(controls.state()).isEqualTo(ControlState.NONE);
        var told = new ConcurrentLinkedQueue<ControlState>();
        controls.listen(() -> told.add(controls.state()));

        map(Map.of("paused", "gadgets", "workers.gadgets", "4-32", "verbose", "gadgets"))
                .create();
        Await.until("it pauses", () -> controls.isPaused("gadgets"));
        assertThat(controls.workers("gadgets")).contains(new Bounds(4, 32));
        assertThat(controls.isVerbose("gadgets")).isTrue();
        assertThat(told).hasSize(1);

        map(Map.of("paused", "*", "workers.gadgets", "many")).update();
        Await.until("all pause", () -> controls.state().allPaused());
        assertThat(controls.workers("gadgets")).isEmpty();
        assertThat(controls.isVerbose("gadgets")).isFalse();

        map(Map.of()).delete();
        Await.until("all goes on", () -> controls.state().equals(ControlState.NONE));
    }

    @Test
    void aMapThatIsThereIsReadAtTheStart() throws InterruptedException {
        map(Map.of("paused", "*")).create();
        var controls = operator().controls();

        Await.until("it pauses", () -> controls.isPaused("gadgets"));
    }

    @Test
    void whoMayNotReadTheMapGoesWithoutIt(Cluster cluster) {
        map(Map.of("paused", "*")).create();
        var controls = new Controls("test", Set.of("gadgets"));
        var config = Config.fromKubeconfig(cluster.userKubeconfig().toFile());
        try (var nobody = ApiClient.of(config);
                var map = new ControlMap("test", controls, nobody, Clock.system(), bench.namespace)) {
            map.start();
            Await.until("it is given up", map::isGivenUp);

            assertThat(controls.state()).isEqualTo(ControlState.NONE);
        }
    }
}
