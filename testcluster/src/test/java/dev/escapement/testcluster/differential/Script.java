package dev.escapement.testcluster.differential;

import java.util.ArrayList;
import java.util.List;

/** What is sent, in its order. */
record Script(String area, long seed, List<Step> steps) {
    Script {
        steps = List.copyOf(steps);
    }

    Script without(int index) {
        var fewer = new ArrayList<>(steps);
        fewer.remove(index);
        return new Script(area, seed, fewer);
    }

    Script upTo(int index) {
        return new Script(area, seed, steps.subList(0, index + 1));
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
