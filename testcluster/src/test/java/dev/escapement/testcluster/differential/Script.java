package dev.escapement.testcluster.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is sent, in its order.
 *
 * @param ignored fields of the answers that are not compared
 */
record Script(String area, long seed, List<Step> steps, Set<String> ignored) {
    Script {
        steps = List.copyOf(steps);
    }

    Script without(int index) {
        var fewer = new ArrayList<>(steps);
        fewer.remove(index);
        return new Script(area, seed, fewer, ignored);
    }

    Script upTo(int index) {
        return new Script(area, seed, steps.subList(0, index + 1), ignored);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append("%3d  %s%n".formatted(i + 1, steps.get(i)));
        }
        return text.toString();
    }
}
