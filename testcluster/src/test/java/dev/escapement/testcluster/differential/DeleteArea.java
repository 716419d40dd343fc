package dev.escapement.testcluster.differential;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Deletion: finalizers, preconditions, policies, grace periods, dry runs, and whole collections. */
final class DeleteArea implements Area {
    private static final int STEPS = 22;

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        var kind = dice.any(Kind.CONFIG_MAP, Kind.WIDGET, Kind.SECRET, Kind.DEPLOYMENT, Kind.LEASE, Kind.SERVICE);
        for (int i = 0; i < STEPS; i++) {
            var name = dice.any(Samples.NAMES);
            switch (dice.below(9)) {
                case 0, 1, 2 -> draft.create(kind, finalized(Samples.of(kind, dice, name), dice));
                case 3, 4, 5 -> draft.add(delete(Step.of("DELETE", kind.path(name)), name, dice));
                case 6 ->
                    draft.add(Step.of("PATCH", kind.path(name))
                            .body(
                                    PatchArea.MERGE,
                                    Tree.object("metadata", finalizers(dice)).toString()));
                case 7 -> draft.get(kind.path(name));
                default -> {
                    var all = Step.of("DELETE", kind.path());
                    if (dice.oneIn(2)) {
                        all = all.query(dice.any(
                                "labelSelector=app%3Dx",
                                "fieldSelector=metadata.name%3Da", "labelSelector=a%20b", "limit=1"));
                    }
                    draft.add(dice.oneIn(3) ? delete(all, name, dice) : all);
                }
            }
        }
        draft.get(kind.path());
    }

    private static ObjectNode finalized(ObjectNode object, Dice dice) {
        if (dice.oneIn(2)) {
            ((ObjectNode) object.path("metadata")).setAll(finalizers(dice));
        }
        return object;
    }

    private static ObjectNode finalizers(Dice dice) {
        var list = dice.any(
                Tree.array("example.com/one"),
                Tree.array("example.com/one", "example.com/two"),
                Tree.array(),
                Tree.array(),
                Tree.array("example.com/two"),
                Tree.array("not valid!"));
        return Tree.object("finalizers", list);
    }

    /** The policies that the garbage collector has work with are left to {@link GarbageArea}. */
    private static Step delete(Step step, String name, Dice dice) {
        var options = Tree.object("apiVersion", "v1", "kind", "DeleteOptions");
        switch (dice.below(14)) {
            case 0 -> options.set("preconditions", Tree.object("uid", "${uid:" + name + "}"));
            case 1 -> options.set("preconditions", Tree.object("uid", "123e4567-e89b-12d3-a456-426614174000"));
            case 2 ->
                options.set(
                        "preconditions",
                        Tree.object("resourceVersion", dice.any("${rv:" + name + "}", "${first:" + name + "}", "1")));
            case 3 -> options.put("propagationPolicy", dice.any("Background", "Sideways"));
            case 4 -> options.put("orphanDependents", false);
            case 5 -> options.put("orphanDependents", true).put("propagationPolicy", "Background");
            case 6 -> options.put("gracePeriodSeconds", dice.any(0, 1, 30, -1));
            case 7 -> options.set("dryRun", Tree.array(dice.any("All", "Some")));
            case 8 -> {
                return step.query(dice.any(
                        "dryRun=All",
                        "propagationPolicy=Background",
                        "gracePeriodSeconds=0",
                        "gracePeriodSeconds=x",
                        "dryRun=no"));
            }
            case 9 -> options.put("kind", "Other");
            case 10 -> options.put("unknown", 1);
            case 11 -> options.put("gracePeriodSeconds", "x");
            case 12 -> {
                return step.body(dice.any("application/json", "text/plain"), dice.any("{", "[]", "null", "{}"));
            }
            default -> {
                return step;
            }
        }
        return step.json(options.toString());
    }
}
