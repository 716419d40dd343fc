package dev.escapement.testcluster.differential;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Server-side apply by several managers: shared and disputed fields, force, what is given up, and updates in between. */
final class ApplyArea implements Area {
    static final String APPLY = "application/apply-patch+yaml";
    private static final int STEPS = 22;

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        var kind = dice.any(Kind.CONFIG_MAP, Kind.WIDGET, Kind.WIDGET, Kind.DEPLOYMENT, Kind.SERVICE);
        for (int i = 0; i < STEPS; i++) {
            switch (dice.below(10)) {
                case 0 ->
                    draft.add(Step.of("PUT", kind.path("a"))
                            .query("fieldManager=putter")
                            .json(Samples.of(kind, dice, "a").toString()));
                case 1 ->
                    draft.add(Step.of("PATCH", kind.path("a"))
                            .query("fieldManager=patcher")
                            .body(
                                    PatchArea.MERGE,
                                    Tree.object(
                                                    "metadata",
                                                    Tree.object(
                                                            "labels",
                                                            Tree.object(dice.any("app", "tier"), dice.any("x", "y"))))
                                            .toString()));
                case 2 -> draft.get(kind.path("a"));
                case 3 -> draft.add(dice.oneIn(3) ? Step.of("DELETE", kind.path("a")) : Step.of("GET", kind.path()));
                default -> draft.add(apply(kind, dice));
            }
        }
    }

    private static Step apply(Kind kind, Dice dice) {
        var object = Samples.of(kind, dice, "a");
        var metadata = (ObjectNode) object.path("metadata");
        if (metadata.path("labels").isEmpty()) {
            // Of empty lists and maps the real server keeps some, and writes again when it meets them.
            metadata.remove(List.of("labels", "annotations", "finalizers"));
        }
        if (kind == Kind.WIDGET && dice.oneIn(6)) {
            object.set("spec", Widgets.bad(dice));
        }
        var path = kind.path("a");
        if (kind == Kind.WIDGET && dice.oneIn(4)) {
            path += "/status";
            object.set(
                    "status",
                    Tree.object(
                            "phase",
                            dice.any("Up", "Down"),
                            "conditions",
                            Tree.array(Tree.object("type", dice.any("Ready", "Live"), "status", "True"))));
        }
        if (dice.oneIn(4)) {
            object.remove(kind == Kind.CONFIG_MAP ? "data" : "spec");
        }
        var step = Step.of("PATCH", path);
        switch (dice.below(20)) {
            case 0 -> metadata.set("managedFields", Tree.array(Tree.object("manager", "x")));
            case 1 -> metadata.put("resourceVersion", dice.any("${rv:a}", "${first:a}", "1"));
            case 2 -> metadata.put("uid", dice.any("${uid:a}", "123e4567-e89b-12d3-a456-426614174000"));
            case 3 -> metadata.put("name", "other");
            case 4 -> metadata.remove("name");
            case 5 -> object.remove(dice.any("kind", "apiVersion"));
            case 6 -> metadata.put("namespace", dice.any("${ns}", "other"));
            case 7 -> step = step.query("dryRun=All");
            default -> {}
        }
        if (!dice.oneIn(15)) {
            step = step.query("fieldManager=" + dice.any("one", "two", "three"));
        }
        if (dice.oneIn(3)) {
            step = step.query("force=" + dice.any("true", "true", "false", "maybe"));
        }
        return step.body(APPLY, object.toString());
    }
}
