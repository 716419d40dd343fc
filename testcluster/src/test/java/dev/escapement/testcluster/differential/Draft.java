package dev.escapement.testcluster.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A script as it is being written. */
final class Draft {
    final Dice dice;
    private final String area;
    private final long seed;
    private final List<Step> steps = new ArrayList<>();
    private Set<String> ignored = Set.of();

    Draft(String area, long seed) {
        this.area = area;
        this.seed = seed;
        dice = new Dice(seed * 31 + area.hashCode());
        add(Step.of("POST", "/api/v1/namespaces")
                .json("{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"${ns}\"}}"));
    }

    void add(Step step) {
        steps.add(step);
    }

    /** Leaves fields of the answers out of the comparison. */
    void ignore(String... fields) {
        ignored = Set.of(fields);
    }

    void get(String path) {
        add(Step.of("GET", path));
    }

    void create(Kind kind, ObjectNode object) {
        add(Step.of("POST", kind.path()).json(object.toString()));
    }

    Script done() {
        return new Script(area, seed, steps, ignored);
    }
}
