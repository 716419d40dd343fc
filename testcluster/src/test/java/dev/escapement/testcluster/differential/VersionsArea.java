package dev.escapement.testcluster.differential;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One custom resource in two versions, with the conversion that only renames. */
final class VersionsArea implements Area {
    private static final int STEPS = 20;

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        // Where the versions have other fields, the real server fails to convert the owners, and drops or refuses them.
        draft.ignore("managedFields");
        for (int i = 0; i < STEPS; i++) {
            var name = dice.any(Samples.NAMES);
            var kind = dice.any(Kind.WIDGET, Kind.OLD_WIDGET);
            var other = kind == Kind.WIDGET ? Kind.OLD_WIDGET : Kind.WIDGET;
            var object = kind.object(name);
            object.set("spec", Widgets.spec(dice));
            if (kind == Kind.OLD_WIDGET && dice.oneIn(3)) {
                ((ObjectNode) object.path("spec")).put("size", "large").put("color", dice.any("red", "purple"));
            }
            switch (dice.below(9)) {
                case 0, 1, 2 -> draft.create(kind, object);
                case 3 -> draft.get(kind.path(name));
                case 4 -> draft.get(kind.path());
                case 5 -> {
                    ((ObjectNode) object.path("metadata")).put("resourceVersion", "${rv:" + name + "}");
                    draft.add(Step.of("PUT", kind.path(name)).json(object.toString()));
                }
                case 6 ->
                    draft.add(Step.of("GET", kind.path(name))
                            .header("Accept", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"));
                case 7 ->
                    draft.add(Step.of("PATCH", kind.path(name))
                            .body(
                                    PatchArea.MERGE,
                                    Tree.object("spec", Tree.object("title", dice.any("title", "other")))
                                            .toString()));
                default -> draft.add(Step.of("DELETE", dice.any(kind, other).path(name)));
            }
        }
    }
}
