package dev.escapement.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.escapement.OperatorBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What is simulated, whatever the seed.
 *
 * @param operator makes the operator, anew for each start
 * @param given what there is before it starts
 * @param faults what happens to its requests
 * @param always what must hold all the time
 * @param eventually what must come to hold once nothing fails any more
 * @param within how long that may take
 * @param ignored JSON pointers of what may depend on the way
 */
record Scenario(
        Supplier<OperatorBuilder> operator,
        List<HasMetadata> given,
        Faults faults,
        List<Condition> always,
        List<Condition> eventually,
        Duration within,
        List<String> ignored) {
    Scenario with(Faults others) {
        return new Scenario(operator, given, others, always, eventually, within, ignored);
    }
}
