package dev.escapement.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import dev.escapement.Context;
import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Operators whose authors read with {@code resourceVersion=0}, which an API server may answer from a state of the past. */
@Timeout(300)
class StaleReadsTest {
    private static final int SEEDS = 20;
    private static final Faults STALE = Faults.none().with(Fault.STALE_READ, 0.5);

    @Test
    void whoLooksWhetherAReadIsOldIsRight() {
        var simulation = copier(true);
        simulation.seeds(SEEDS).run();
        assertThat(LongStream.rangeClosed(1, SEEDS)
                        .mapToObj(simulation::trace)
                        .filter(trace -> trace.entries().stream()
                                .anyMatch(entry -> entry.what().contains("STALE_READ, version "))))
                .as("plays with an old read")
                .hasSizeGreaterThan(SEEDS / 4);
    }

    @Test
    void whoBelievesAnOldReadIsFoundOut() {
        assertThatThrownBy(copier(false).seeds(SEEDS)::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("STALE_READ, version ");
    }

    /** An operator that copies each ConfigMap into a Secret, as it finds it in a list of its own. */
    private static Simulation copier(boolean careful) {
        return Simulation.of(() -> Operator.named("copier")
                        .controller(Controller.of(ConfigMap.class)
                                .labelled("mirror=yes")
                                .owns(Secret.class)
                                .reconcile((map, context) -> copy(map, context, careful))))
                .named("copier")
                .faults(STALE)
                .sample(Mirror.map("a"), Mirror.map("b"))
                .change(ConfigMap.class, (map, random) -> {
                    map.setData(Map.of("key", Integer.toString(random.nextInt(1000))));
                    return map;
                });
    }

    private static Outcome copy(ConfigMap map, Context context, boolean careful) throws InterruptedException {
        var read = read(map, context);
        if (read.isEmpty() || careful && version(read.get()) < version(map)) {
            return again(Duration.ofSeconds(1));
        }
        context.apply(new SecretBuilder()
                .withNewMetadata()
                .withName(map.getMetadata().getName())
                .endMetadata()
                .withStringData(read.get().getData())
                .build());
        return done();
    }

    private static Optional<ConfigMap> read(ConfigMap map, Context context) {
        var metadata = map.getMetadata();
        var cached = new ListOptionsBuilder().withResourceVersion("0").build();
        return context.client().configMaps().inNamespace(metadata.getNamespace()).list(cached).getItems().stream()
                .filter(one -> one.getMetadata().getName().equals(metadata.getName()))
                .findFirst();
    }

    private static long version(ConfigMap map) {
        return Long.parseLong(map.getMetadata().getResourceVersion());
    }
}
