package dev.escapement.testcluster.differential;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Custom resources that their schema refuses, prunes or fills in. */
final class SchemaArea implements Area {
    private static final int STEPS = 22;

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        for (int i = 0; i < STEPS; i++) {
            var name = dice.any(Samples.NAMES);
            var widget = Kind.WIDGET.object(name);
            widget.set("spec", dice.oneIn(6) ? Widgets.spec(dice) : Widgets.bad(dice));
            if (dice.oneIn(6)) {
                widget.set(
                        "spec",
                        dice.any(
                                Tree.nothing(),
                                Tree.object(),
                                Tree.object("color", "red", "a", 1, "b", Tree.object("c", 1))));
            }
            if (dice.oneIn(8)) {
                ((ObjectNode) widget.path("metadata")).put("unknown", 1).put("labels", "x");
            } else if (dice.oneIn(8)) {
                ((ObjectNode) widget.path("metadata")).put("unknown", 1);
            }
            if (dice.oneIn(8)) {
                widget.put("extra", "x");
            }
            switch (dice.below(6)) {
                case 0, 1, 2 -> draft.create(Kind.WIDGET, widget);
                case 3 -> {
                    ((ObjectNode) widget.path("metadata")).put("resourceVersion", "${rv:" + name + "}");
                    draft.add(Step.of("PUT", Kind.WIDGET.path(name)).json(widget.toString()));
                }
                case 4 ->
                    draft.add(Step.of("PATCH", Kind.WIDGET.path(name))
                            .body(
                                    PatchArea.MERGE,
                                    Tree.object("spec", widget.path("spec")).toString()));
                default -> draft.add(Step.of("DELETE", Kind.WIDGET.path(name)));
            }
        }
    }
}
