package dev.escapement.testcluster.differential;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The subresources status and scale, and that the resource itself leaves the status alone. */
final class SubresourceArea implements Area {
    private static final int STEPS = 22;

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        var kind = dice.any(Kind.WIDGET, Kind.WIDGET, Kind.DEPLOYMENT, Kind.REPLICA_SET, Kind.CONFIG_MAP);
        boolean scaling = kind == Kind.WIDGET && dice.oneIn(2);
        if (scaling) {
            // Of scaling it is left out to whom the replicas belong afterwards, and that it writes when it changes
            // nothing.
            draft.ignore("managedFields", "resourceVersion");
        }
        draft.create(kind, withStatus(kind, Samples.of(kind, dice, "a"), dice));
        for (int i = 0; i < STEPS; i++) {
            var path = kind.path(dice.oneIn(12) ? "missing" : "a");
            var object = withStatus(kind, Samples.of(kind, dice, "a"), dice);
            if (dice.oneIn(2)) {
                ((ObjectNode) object.path("metadata"))
                        .put("resourceVersion", dice.any("${rv:a}", "${rv:a}", "${first:a}"));
            }
            switch (dice.below(9)) {
                case 0 -> draft.add(Step.of("PUT", path).json(object.toString()));
                case 1, 2 -> draft.add(Step.of("PUT", path + "/status").json(object.toString()));
                case 3 ->
                    draft.add(Step.of("PATCH", path + "/status")
                            .body(
                                    PatchArea.MERGE,
                                    Tree.object(
                                                    "status",
                                                    status(kind, dice),
                                                    "metadata",
                                                    Tree.object("labels", Tree.object("app", dice.any("x", "q"))))
                                            .toString()));
                case 4 -> draft.get(path + dice.any("/status", "/scale", ""));
                case 5, 6 -> {
                    if (scaling) {
                        draft.add(scaling(path, dice));
                    } else {
                        draft.get(path + "/scale");
                    }
                }
                case 7 ->
                    draft.add(Step.of(dice.any("POST", "DELETE"), path + dice.any("/status", "/scale", "/other"))
                            .json("{}"));
                default ->
                    draft.add(Step.of("PATCH", path + "/status")
                            .query("fieldManager=applier")
                            .body(
                                    ApplyArea.APPLY,
                                    Tree.object(
                                                    "apiVersion",
                                                    kind.apiVersion(),
                                                    "kind",
                                                    kind.name(),
                                                    "metadata",
                                                    Tree.object("name", "a"),
                                                    "status",
                                                    status(kind, dice))
                                            .toString()));
            }
        }
    }

    private static Step scaling(String path, Dice dice) {
        if (dice.oneIn(2)) {
            return Step.of("PUT", path + "/scale").json(scale(dice).toString());
        }
        var patch = Tree.object("spec", Tree.object("replicas", dice.any(0, 2, 5, -1, 11)));
        return Step.of("PATCH", path + "/scale").body(PatchArea.MERGE, patch.toString());
    }

    private static ObjectNode withStatus(Kind kind, ObjectNode object, Dice dice) {
        if (dice.oneIn(2)) {
            // (Of a status that is no status the real server forgets all owners of fields, and ignores it otherwise.)
            object.set(
                    "status", kind == Kind.WIDGET ? Tree.object("phase", dice.any("Up", "Down")) : status(kind, dice));
        }
        return object;
    }

    private static ObjectNode status(Kind kind, Dice dice) {
        return switch (kind.name()) {
            case "Widget" ->
                dice.any(
                        Tree.object("phase", "Up", "replicas", dice.below(3), "selector", "app=x"),
                        Tree.object("phase", "Down"),
                        Tree.object("phase", 1),
                        Tree.object("unknown", 1),
                        Tree.object(
                                "conditions",
                                Tree.array(Tree.object("type", "Ready", "status", dice.any("True", "Maybe")))));
            case "Deployment", "ReplicaSet" -> Tree.object("replicas", dice.below(4), "observedGeneration", 1);
            default -> Tree.object("x", 1);
        };
    }

    private static ObjectNode scale(Dice dice) {
        var metadata = Tree.object("name", dice.oneIn(8) ? "other" : "a", "namespace", "${ns}");
        if (dice.oneIn(3)) {
            metadata.put("resourceVersion", dice.any("${rv:a}", "${first:a}"));
        }
        return Tree.object(
                "apiVersion",
                "autoscaling/v1",
                "kind",
                "Scale",
                "metadata",
                metadata,
                "spec",
                Tree.object("replicas", dice.any(0, 1, 3, -1, 20)));
    }
}
