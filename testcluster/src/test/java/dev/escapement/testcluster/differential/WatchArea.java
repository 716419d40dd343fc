package dev.escapement.testcluster.differential;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Watches, opened before and after what they tell: from a version or from now on, with selectors, with the initial objects. */
final class WatchArea implements Area {
    private static final int CHANGES = 14;

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        var kind = dice.any(Kind.CONFIG_MAP, Kind.WIDGET, Kind.SECRET);
        draft.create(kind, object(kind, dice, "a"));
        if (dice.oneIn(2)) {
            draft.create(kind, object(kind, dice, "b"));
        }
        draft.add(watch(kind, dice));
        draft.add(watch(kind, dice));
        for (int i = 0; i < CHANGES; i++) {
            var name = dice.any(Samples.NAMES);
            switch (dice.below(6)) {
                case 0, 1 -> draft.create(kind, object(kind, dice, name));
                case 2, 3 -> {
                    var labels = Tree.object("app", dice.any("x", "y"));
                    var patch = Tree.object(
                            "metadata",
                            Tree.object("labels", labels, "annotations", Tree.object("step", Integer.toString(i))));
                    draft.add(Step.of("PATCH", kind.path(name)).body(PatchArea.MERGE, patch.toString()));
                }
                case 4 -> draft.add(Step.of("DELETE", kind.path(name)));
                default -> draft.add(refused(kind, dice));
            }
        }
        draft.add(watch(kind, dice));
        draft.add(watch(kind, dice).query("allowWatchBookmarks=true"));
        // The last object matches every selector above, so that each watch tells of it.
        draft.add(Step.of("DELETE", kind.path("a")));
        var last = object(kind, dice, "a");
        var metadata = (ObjectNode) last.path("metadata");
        metadata.set("labels", Tree.object("app", "x", "tier", "front"));
        metadata.set("annotations", Tree.object(Session.LAST, "true"));
        if (kind == Kind.WIDGET) {
            ((ObjectNode) last.path("spec")).put("color", "red");
        }
        draft.create(kind, last);
    }

    private static ObjectNode object(Kind kind, Dice dice, String name) {
        var object = Samples.of(kind, dice, name);
        ((ObjectNode) object.path("metadata")).set("labels", Tree.object("app", dice.any("x", "y")));
        return object;
    }

    private static Step watch(Kind kind, Dice dice) {
        var step = Step.of("GET", kind.path())
                .query("watch=" + dice.any("true", "1"))
                .as(Step.Sort.WATCH);
        switch (dice.below(4)) {
            case 0 -> step = step.query("resourceVersion=${first:a}");
            case 1 ->
                step = step.query("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
            case 2 -> step = step.query("resourceVersion=${rv:a}");
            default -> {}
        }
        if (dice.oneIn(3)) {
            step = step.query("labelSelector=" + dice.any("app%3Dx", "app%21%3Dy", "app"));
        }
        if (dice.oneIn(4)) {
            step = step.query("fieldSelector="
                    + (kind == Kind.WIDGET ? dice.any("metadata.name%3Da", "spec.color%3Dred") : "metadata.name%3Da"));
        }
        if (dice.oneIn(4) && !step.path().contains("sendInitialEvents")) {
            // (The real server's bookmark after the initial objects is a row of its table, with empty cells.)
            step = step.header(
                    "Accept",
                    dice.any(List.of(
                            "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json",
                            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")));
        }
        return step;
    }

    /** Watches that are refused at once. */
    private static Step refused(Kind kind, Dice dice) {
        return Step.of("GET", kind.path())
                .query("watch=true")
                .query(dice.any(
                        "resourceVersion=x",
                        "resourceVersionMatch=NotOlderThan",
                        "sendInitialEvents=true",
                        "sendInitialEvents=true&resourceVersionMatch=Exact",
                        "labelSelector=a%20b",
                        "fieldSelector=nope%3D1",
                        "timeoutSeconds=x"));
    }
}
