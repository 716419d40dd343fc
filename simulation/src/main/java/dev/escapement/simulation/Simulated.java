package dev.escapement.simulation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that describes a simulation, which is played when the method has returned.
 *
 * <pre>{@code
 * @Simulated(seeds = 200)
 * void websitesComeToBeReady(Simulation simulation) {
 *     simulation.operator(() -> ...).sample(...).eventually("...", cluster -> ...);
 * }
 * }</pre>
 */
@Documented
@Test
@ExtendWith(SimulatedExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Simulated {
    /** How many seeds are played, unless {@code -Descapement.simulation.seeds} says otherwise. */
    int seeds() default 100;
}
