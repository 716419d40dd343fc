package dev.escapement.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Draws scripts from samples: each comes, changes, goes and perhaps comes again, with other things and faults of whole processes in
 * between.
 */
final class Scripts {
    private static final String TOUCHED = "simulation.escapement.dev/touched";

    private final List<HasMetadata> samples;
    private final Map<Class<?>, BiFunction<HasMetadata, RandomGenerator, HasMetadata>> changes;
    private final boolean calm;

    /**
     * Scripts of some samples.
     *
     * @param changes how people change objects of a type; those of others get an annotation
     * @param calm whether processes stay as they are
     */
    Scripts(
            List<HasMetadata> samples,
            Map<Class<?>, BiFunction<HasMetadata, RandomGenerator, HasMetadata>> changes,
            boolean calm) {
        this.samples = samples;
        this.changes = changes;
        this.calm = calm;
    }

    List<Step> draw(RandomGenerator random) {
        var steps = new ArrayList<Step>();
        int length = 4 + 3 * samples.size() + random.nextInt(8);
        for (int i = 0; i < length; i++) {
            var sample = samples.get(random.nextInt(samples.size()));
            steps.add(
                    switch (random.nextInt(10)) {
                        case 0, 1, 2 -> Step.create(sample);
                        case 3, 4, 5 -> update(sample, random.nextLong());
                        case 6 -> Step.delete(sample);
                        default -> calm || random.nextBoolean() ? pause(random) : trouble(random);
                    });
            if (random.nextInt(3) == 0) {
                steps.add(pause(random));
            }
        }
        samples.stream().filter(_ -> random.nextInt(4) > 0).map(Step::create).forEach(steps::add);
        return steps;
    }

    private Step update(HasMetadata sample, long seed) {
        var change = changes.get(sample.getClass());
        return Step.update(sample, now -> {
            RandomGenerator random = new SplittableRandom(seed);
            if (change != null) {
                return change.apply(now, random);
            }
            var metadata = now.getMetadata();
            var annotations = new TreeMap<String, String>();
            if (metadata.getAnnotations() != null) {
                annotations.putAll(metadata.getAnnotations());
            }
            annotations.put(TOUCHED, Integer.toString(random.nextInt(1000)));
            metadata.setAnnotations(annotations);
            return now;
        });
    }

    /** From a moment to a minute, all orders of magnitude alike. */
    private static Step pause(RandomGenerator random) {
        return Step.pause(Duration.ofMillis((long) Math.pow(10, 4.8 * random.nextDouble())));
    }

    private static Step trouble(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> Step.restartOperator();
            case 1, 2, 3 -> Step.crashOperator(random.nextInt(12), random.nextBoolean());
            case 4 -> Step.restartServer(Duration.ofMillis(random.nextInt(20_000)));
            default -> Step.skew(Duration.ofMillis(random.nextInt(240_000) - 120_000));
        };
    }
}
