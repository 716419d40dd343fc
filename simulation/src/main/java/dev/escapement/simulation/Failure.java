package dev.escapement.simulation;

import java.util.List;
import java.util.stream.Collectors;

/** Says what was wrong with a seed, so that somebody can find out why. */
final class Failure {
    private static final int LINES = 200;

    private Failure() {}

    static AssertionError of(String name, Scenario scenario, List<Step> steps, long seed, Ending ending) {
        var shortest = Shortest.of(scenario, steps, seed, ending);
        var entries = shortest.ending().trace().entries();
        var page = TimelinePage.write(name, seed, shortest);
        return new AssertionError(
                "%s, seed %d: %s\n\nTo play it alone: -D%s=%d\n\nThe shortest script found:\n%s\n\n%s (%s):\n%s"
                        .formatted(
                                name,
                                seed,
                                shortest.ending().failure(),
                                Simulation.SEED,
                                seed,
                                shortest.steps().stream()
                                        .map(step -> "  " + step)
                                        .collect(Collectors.joining("\n")),
                                entries.size() > LINES
                                        ? "The last " + LINES + " of " + entries.size() + " events"
                                        : "What happened",
                                page,
                                entries.stream()
                                        .skip(Math.max(0, entries.size() - LINES))
                                        .map(Trace.Entry::toString)
                                        .collect(Collectors.joining("\n"))));
    }
}
