package dev.escapement.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.OperatorBuilder;
import dev.escapement.Outcome;
import dev.escapement.Reconciler;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(300)
class SimulationTest {
    @Test
    void anOperatorThatIsRightIsRightInAnyWeather() {
        for (var profile : Profile.values()) {
            assertThatCode(() -> Mirror.simulation().faults(profile).seeds(20).run())
                    .as("%s", profile)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void whatMustAlwaysHoldIsLookedAtAfterEveryChange() {
        var simulation = Mirror.simulation()
                .named("two at most")
                .faults(Profile.CALM)
                .always(
                        "there are at most two secrets",
                        cluster -> cluster.list(Secret.class).size() <= 2);
        assertThatThrownBy(simulation::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("always: there are at most two secrets")
                .hasMessageContaining("-Descapement.simulation.seed=")
                .hasMessageContaining("The shortest script found:\n")
                .hasMessageContaining("create configmap default/a")
                .hasMessageContaining("PATCH /api/v1/namespaces/default/secrets/")
                .hasMessageContaining("target/simulation/two-at-most-");
    }

    @Test
    void whatComesTooLateIsTold() {
        var simulation = Mirror.simulation()
                .faults(Profile.CALM)
                .script(Step.create(Mirror.map("a")))
                .within(Duration.ofMinutes(1))
                .eventually(
                        "there is a secret b",
                        cluster -> cluster.get(Secret.class, "default", "b").isPresent());
        assertThatThrownBy(simulation::run)
                .hasMessageContaining(
                        "even when nothing fails: not within PT1M after the last fault: there is a secret b");
    }

    /** It cleans up by what it remembers, and forgets that in a crash. */
    @Test
    void anOperatorThatKeepsItsStateInMemoryIsFoundOut() {
        var simulation = new Simulation()
                .operator(() -> {
                    var last = new HashMap<String, Secret>();
                    return mirrorThat((map, context) -> {
                        var secret = secret(map, "-" + map.getData().get("key"));
                        context.apply(secret);
                        var before = last.put(map.getMetadata().getUid(), secret);
                        if (before != null
                                && !before.getMetadata()
                                        .getName()
                                        .equals(secret.getMetadata().getName())) {
                            context.delete(before);
                        }
                        return done();
                    });
                })
                .faults(Profile.CALM);
        Step[] script = {
            Step.create(Mirror.map("a")),
            Step.pause(Duration.ofSeconds(10)),
            Step.crashOperator(0, false),
            Step.update(Mirror.map("a"), map -> {
                map.setData(Map.of("key", "2"));
                return map;
            }),
            Step.pause(Duration.ofSeconds(1))
        };
        assertThatThrownBy(() -> simulation.script(script).seeds(1).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/secrets default/a-1 should not be there")
                .hasMessageContaining("crash the operator before it sends to its request in 0");
    }

    @Test
    void anOperatorThatWritesWithoutEndAfterAFailureIsFoundOut() {
        var simulation = Mirror.simulation()
                .operator(() -> {
                    var nervous = new AtomicBoolean();
                    return mirrorThat((map, context) -> {
                        if (context.attempt() > 1) {
                            nervous.set(true);
                        }
                        context.apply(secret(map, ""));
                        return nervous.get() ? Outcome.again(Duration.ofSeconds(1)) : done();
                    });
                })
                .faults(Profile.HOSTILE)
                .seeds(200);
        assertThatThrownBy(simulation::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s).*(it is not quiet|more than).*");
    }

    private static OperatorBuilder mirrorThat(Reconciler<ConfigMap> reconciler) {
        return Operator.named("mirror")
                .controller(Controller.of(ConfigMap.class)
                        .labelled("mirror=yes")
                        .owns(Secret.class)
                        .reconcile(reconciler));
    }

    private static Secret secret(ConfigMap map, String suffix) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(map.getMetadata().getName() + suffix)
                .withNamespace("default")
                .endMetadata()
                .withStringData(map.getData())
                .build();
    }

    /** Also where it changes nothing else, so that all is as it should be before it is seen. */
    @Test
    void whatADeadWatchHidesMayBeSeenWhenItIsReplaced() {
        var simulation = new Simulation()
                .operator(() -> mirrorThat((map, context) -> {
                    context.apply(secret(map, ""));
                    return done();
                }))
                .script(
                        Step.create(Mirror.map("a")),
                        Step.pause(Duration.ofSeconds(30)),
                        Step.update(Mirror.map("a"), map -> {
                            map.getMetadata().setAnnotations(Map.of("touched", "yes"));
                            return map;
                        }))
                .faults(Faults.none()
                        .with(Fault.WATCH_SILENT, 1)
                        .withLongest(Fault.WATCH_SILENT, Duration.ofSeconds(1)))
                .seeds(5);
        assertThatCode(simulation::run).doesNotThrowAnyException();
    }

    @Test
    void aScriptThatTheServerRefusesIsFoundOut() {
        var simulation = Mirror.simulation()
                .faults(Profile.CALM)
                .script(Step.create(Mirror.map("a")), Step.update(Mirror.map("a"), map -> {
                    map.setData(Map.of("no key", "1"));
                    return map;
                }));
        assertThatThrownBy(simulation::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the API server refuses /api/v1/namespaces/default/configmaps/a")
                .hasMessageContaining("no key");
    }

    @Test
    void nothingCanBeSimulatedWithoutAnOperatorOrAScript() {
        assertThatThrownBy(() -> new Simulation().run()).hasMessageContaining("say .operator(");
        assertThatThrownBy(() -> Simulation.of(Mirror::operator).run()).hasMessageContaining("give it a .sample(");
    }
}
