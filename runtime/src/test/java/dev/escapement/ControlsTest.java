package dev.escapement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.escapement.ControlState.Bounds;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ControlsTest {
    private final Controls controls = new Controls("shop", Set.of("carts", "orders"));

    private static Header object(String name, String annotations) {
        return RawObject.of("""
                {"metadata":{"namespace":"shop","name":"%s","uid":"1","annotations":{%s}}}""".formatted(name, annotations).getBytes(UTF_8));
    }

    @Test
    void allPauseTogetherAndEachByItself() {
        controls.pauseAll();
        controls.pause("carts");
        assertThat(controls.isPaused("carts")).isTrue();
        assertThat(controls.isPaused("orders")).isTrue();

        controls.resumeAll();
        assertThat(controls.isPaused("carts")).isTrue();
        assertThat(controls.isPaused("orders")).isFalse();

        controls.resume("carts");
        assertThat(controls.state()).isEqualTo(ControlState.NONE);
    }

    @Test
    void oneObjectPausesForOneController() {
        controls.pause("carts", new ObjectKey("shop", "a"));

        assertThat(controls.isPaused("carts", object("a", ""))).isTrue();
        assertThat(controls.isPaused("carts", object("b", ""))).isFalse();
        assertThat(controls.isPaused("orders", object("a", ""))).isFalse();
        assertThat(controls.isPaused("carts")).isFalse();

        controls.resume("carts", new ObjectKey("shop", "a"));
        assertThat(controls.isPaused("carts", object("a", ""))).isFalse();
        assertThat(controls.state()).isEqualTo(ControlState.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "carts, true",
        "'orders, carts', true",
        "*, true",
        "orders, false",
        "false, false",
        "'', false"
    })
    void anObjectSaysItselfWhetherItPauses(String annotation, boolean paused) {
        var object = object("a", "\"escapement.dev/paused\":\"" + annotation + "\"");

        assertThat(controls.isPaused("carts", object)).isEqualTo(paused);
    }

    @Test
    void theClusterHasTheLastWordOnWorkers() {
        controls.workers("carts", 2, 4);
        controls.workers("orders", 3, 3);
        controls.cluster(
                ControlText.parse(Map.of("workers.carts", "8"), Set.of("carts")).state());

        assertThat(controls.workers("carts")).contains(new Bounds(8, 8));
        assertThat(controls.workers("orders")).contains(new Bounds(3, 3));
        assertThat(controls.state().workers()).isEqualTo(Map.of("carts", new Bounds(8, 8), "orders", new Bounds(3, 3)));

        controls.cluster(ControlState.NONE);
        controls.resetWorkers("orders");
        assertThat(controls.workers("carts")).contains(new Bounds(2, 4));
        assertThat(controls.workers("orders")).isEmpty();
    }

    @Test
    void whatIsPausedInOnePlaceIsNotResumedInAnother() {
        controls.cluster(ControlState.NONE.withPaused("carts", true));
        controls.pause("carts");
        controls.resume("carts");
        controls.resumeAll();

        assertThat(controls.isPaused("carts")).isTrue();
    }

    @Test
    void listenersAreToldAtOnceAndOnlyOfChanges() {
        var told = new AtomicInteger();
        controls.listen(told::incrementAndGet);
        controls.pause("carts");
        assertThat(told).hasValue(1);
        controls.pause("carts");
        assertThat(told).hasValue(1);
        controls.verbose("carts", true);
        controls.workers("carts", 1, 2);
        assertThat(told).hasValue(3);
    }

    @Test
    void manyMayChangeItAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> changes = IntStream.range(0, 500)
                    .<Future<?>>mapToObj(i ->
                            threads.submit(() -> controls.pause("carts", new ObjectKey("shop", "cart-" + i))))
                    .toList();
            for (var change : changes) {
                change.get();
            }
        }
        assertThat(controls.state().pausedObjects().get("carts")).hasSize(500);
    }

    @Test
    void aControllerThatIsNotThereIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controls.pause("cart"))
                .withMessage("operator \"shop\" has no controller \"cart\"; it has \"carts\", \"orders\"");
        assertThatIllegalArgumentException().isThrownBy(() -> controls.workers("carts", 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> controls.workers("carts", 2, 1));
    }

    @Test
    void theNamespaceOfTheMapIsTheOneThatTheOperatorWorksInOrItsOwn() {
        var pod = Optional.of("of-pod");
        var configured = Optional.of("of-context");
        assertThat(ControlMap.namespace("shop", pod, configured)).isEqualTo("shop");
        assertThat(ControlMap.namespace("", pod, configured)).isEqualTo("of-pod");
        assertThat(ControlMap.namespace("", Optional.of(""), configured)).isEqualTo("of-context");
        assertThat(ControlMap.namespace("", Optional.empty(), Optional.empty())).isEqualTo("default");
    }
}
