package dev.escapement.testcluster.differential;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Create, read, update and delete, with versions, ids and names that fit or do not. */
final class ObjectsArea implements Area {
    private static final int STEPS = 24;

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        var kind = dice.any(
                Kind.CONFIG_MAP,
                Kind.WIDGET,
                Kind.SECRET,
                Kind.SERVICE,
                Kind.DEPLOYMENT,
                Kind.LEASE,
                Kind.ROLE,
                Kind.STATEFUL_SET,
                Kind.POD,
                Kind.JOB);
        for (int i = 0; i < STEPS; i++) {
            var name = dice.any(Samples.NAMES);
            switch (dice.below(10)) {
                case 0, 1, 2 -> draft.add(create(kind, name, dice));
                case 3 -> draft.get(kind.path(name));
                case 4 -> draft.get(kind.path());
                case 5, 6, 7 -> {
                    // (Refused changes of pods and jobs are told with a difference of Go structs.)
                    if (kind != Kind.POD && kind != Kind.JOB) {
                        draft.add(put(kind, name, dice));
                    }
                }
                case 8 -> draft.add(read(kind, name, dice));
                // (A job's pods are orphaned unless it is said otherwise, which takes the garbage collector a while.)
                default -> draft.add(Step.of("DELETE", kind.path(name)).query("propagationPolicy=Background"));
            }
        }
    }

    private static Step create(Kind kind, String name, Dice dice) {
        var object = Samples.of(kind, dice, name);
        var metadata = (ObjectNode) object.path("metadata");
        var step = Step.of("POST", kind.path());
        switch (dice.below(14)) {
            case 0 -> metadata.put("namespace", "${ns}");
            case 1 -> metadata.put("namespace", "elsewhere");
            case 2 -> metadata.put("resourceVersion", "1");
            case 3 -> metadata.put("uid", "123e4567-e89b-12d3-a456-426614174000");
            case 4 -> {
                metadata.remove("name");
                metadata.put("generateName", "g" + dice.below(1_000_000) + dice.any("-", ""));
            }
            case 5 -> metadata.put("generateName", "g-");
            case 6 -> metadata.remove("name");
            case 7 -> object.put("apiVersion", dice.any("v2", "example.com/v1", ""));
            case 8 -> object.remove("apiVersion");
            case 9 -> object.remove("kind");
            case 10 -> step = step.query("dryRun=" + dice.any("All", "all", ""));
            case 11 -> step = step.query("fieldManager=" + dice.any("me", "m".repeat(129), "", "a%00b"));
            default -> {}
        }
        return step.json(object.toString());
    }

    private static Step put(Kind kind, String name, Dice dice) {
        var object = Samples.of(kind, dice, name);
        var metadata = (ObjectNode) object.path("metadata");
        var step = Step.of("PUT", kind.path(name));
        switch (dice.below(12)) {
            case 0, 1, 2, 3 -> metadata.put("resourceVersion", "${rv:" + name + "}");
            case 4 -> metadata.put("resourceVersion", "${first:" + name + "}");
            case 5 -> metadata.put("uid", "${uid:" + name + "}");
            case 6 -> metadata.put("uid", "123e4567-e89b-12d3-a456-426614174000");
            case 7 -> metadata.put("name", dice.any("other", ""));
            case 8 -> metadata.put("namespace", dice.any("${ns}", "elsewhere"));
            case 9 -> metadata.put("resourceVersion", dice.any("0", "abc", "-1"));
            case 10 -> step = step.query("dryRun=All");
            default -> {}
        }
        return step.json(object.toString());
    }

    private static Step read(Kind kind, String name, Dice dice) {
        var accept = dice.any(
                "application/json;as=Table;v=v1;g=meta.k8s.io",
                "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
                "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json",
                "*/*",
                "application/*");
        return Step.of("GET", dice.oneIn(2) ? kind.path(name) : kind.path()).header("Accept", accept);
    }
}
