package dev.escapement.testcluster.differential;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON patch, merge patch and strategic merge patch, good ones and bad ones. */
final class PatchArea implements Area {
    static final String JSON = "application/json-patch+json";
    static final String MERGE = "application/merge-patch+json";
    static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final int STEPS = 22;

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        var kind = dice.any(Kind.CONFIG_MAP, Kind.WIDGET, Kind.DEPLOYMENT, Kind.SERVICE);
        for (int i = 0; i < STEPS; i++) {
            if (i == 0 || dice.oneIn(10)) {
                draft.create(kind, Samples.of(kind, dice, "a"));
                continue;
            }
            var step = Step.of("PATCH", kind.path(dice.oneIn(15) ? "missing" : "a"));
            step = switch (dice.below(3)) {
                case 0 -> step.body(JSON, operations(kind, dice).toString());
                case 1 -> step.body(MERGE, merge(kind, dice).toString());
                default -> step.body(STRATEGIC, strategic(kind, dice).toString());
            };
            draft.add(dice.oneIn(12) ? step.query(dice.any("dryRun=All", "fieldManager=other", "force=true")) : step);
        }
    }

    private static JsonNode operations(Kind kind, Dice dice) {
        if (dice.oneIn(20)) {
            return dice.any(
                    Tree.object("op", "add"),
                    Tree.array(Tree.object()),
                    Tree.array(1),
                    Tree.array(Tree.object("op", "add", "path", "/a")),
                    Tree.nothing());
        }
        var operations = Tree.array();
        for (int i = dice.below(3); i >= 0; i--) {
            var path = dice.any(paths(kind));
            operations.add(
                    switch (dice.below(8)) {
                        case 0, 1, 2 -> Tree.object("op", "add", "path", path, "value", value(dice));
                        case 3, 4 -> Tree.object("op", "replace", "path", path, "value", value(dice));
                        case 5 -> Tree.object("op", "remove", "path", path);
                        case 6 ->
                            Tree.object("op", dice.any("move", "copy"), "path", path, "from", dice.any(paths(kind)));
                        default ->
                            Tree.object("op", dice.any("test", "test", "unknown"), "path", path, "value", value(dice));
                    });
        }
        return operations;
    }

    private static List<String> paths(Kind kind) {
        var own = switch (kind.name()) {
            case "ConfigMap" -> List.of("/data/k1", "/data", "/data/file.txt", "/immutable", "/data/a~1b", "/unknown");
            case "Widget" ->
                List.of(
                        "/spec/color",
                        "/spec/replicas",
                        "/spec/tags",
                        "/spec/tags/-",
                        "/spec/tags/0",
                        "/spec/parts/0/size",
                        "/spec/unknown",
                        "/status",
                        "/spec/nested/mode");
            case "Service" ->
                List.of("/spec/ports/0/port", "/spec/selector/app", "/spec/type", "/spec/ports/-", "/spec/clusterIP");
            default ->
                List.of(
                        "/spec/replicas",
                        "/spec/template/spec/containers/0/image",
                        "/spec/template/metadata/labels/app",
                        "/spec/selector");
        };
        var all = new java.util.ArrayList<>(own);
        all.addAll(List.of(
                "/metadata/labels/app",
                "/metadata/labels",
                "/metadata/annotations/note",
                "/metadata/name",
                "/metadata/finalizers",
                "/kind",
                "nopath",
                "/metadata/uid"));
        return all;
    }

    private static JsonNode value(Dice dice) {
        return Tree.array(
                        "x",
                        "red",
                        1,
                        3,
                        true,
                        Tree.object("app", "x"),
                        Tree.array("a"),
                        Tree.nothing(),
                        "",
                        Tree.object(),
                        Tree.array())
                .get(dice.below(11));
    }

    private static JsonNode merge(Kind kind, Dice dice) {
        if (dice.oneIn(20)) {
            return dice.any(
                    Tree.array(),
                    Tree.nothing(),
                    Tree.object(),
                    Tree.object("metadata", Tree.nothing()),
                    Tree.object("spec", Tree.nothing()));
        }
        var patch = Tree.object();
        if (dice.oneIn(2)) {
            patch.set("metadata", metadata(dice));
        }
        switch (kind.name()) {
            case "ConfigMap" ->
                patch.set(
                        "data",
                        Tree.object(
                                dice.any("k1", "k2"),
                                Tree.array("x", "", Tree.nothing(), 1, Tree.object())
                                        .get(dice.below(5))));
            case "Widget" -> patch.set("spec", dice.oneIn(3) ? Widgets.bad(dice) : Widgets.spec(dice));
            default ->
                patch.set("spec", ((ObjectNode) Samples.of(kind, dice, "a").path("spec")));
        }
        if (dice.oneIn(15)) {
            patch.put(dice.any("kind", "apiVersion"), "Other");
        }
        return patch;
    }

    private static ObjectNode metadata(Dice dice) {
        return dice.any(
                Tree.object("labels", Tree.object("app", dice.any("x", "y", "not valid!"))),
                Tree.object("labels", Tree.object("app", Tree.nothing())),
                Tree.object("labels", Tree.nothing()),
                Tree.object("annotations", Tree.object("note", dice.any("1", "2"))),
                Tree.object("resourceVersion", dice.any("${rv:a}", "${first:a}", "")),
                Tree.object("uid", dice.any("${uid:a}", "123e4567-e89b-12d3-a456-426614174000")),
                Tree.object("name", "other"),
                Tree.object("namespace", "other"),
                Tree.object("generation", 100),
                Tree.object("creationTimestamp", Tree.nothing()),
                Tree.object("managedFields", Tree.array()),
                Tree.object("managedFields", Tree.array(Tree.object())),
                Tree.object("finalizers", Tree.array("example.com/f")),
                Tree.object("finalizers", Tree.nothing()));
    }

    private static JsonNode strategic(Kind kind, Dice dice) {
        if (!kind.name().equals("Deployment") && !kind.name().equals("Service")) {
            return dice.oneIn(2)
                    ? Tree.object("data", Tree.object(dice.any("k1", "k2"), dice.any("x", "y")))
                    : Tree.object("metadata", metadata(dice));
        }
        if (kind.name().equals("Service")) {
            return Tree.object(
                    "spec",
                    dice.any(
                            Tree.object("ports", Tree.array(Tree.object("port", 81, "name", "more"))),
                            Tree.object("ports", Tree.array(Tree.object("port", 80, "$patch", "delete"))),
                            Tree.object("ports", Tree.array(Tree.object("$patch", "replace"), Tree.object("port", 99))),
                            Tree.object("ports", Tree.array(Tree.object("name", "nokey"))),
                            Tree.object("selector", Tree.object("$patch", "replace", "app", "new"))));
        }
        return Tree.object(
                "spec",
                dice.any(
                        pod(Tree.object(
                                "containers", Tree.array(Tree.object("name", "main", "image", dice.any("a", "b"))))),
                        pod(Tree.object(
                                "containers", Tree.array(Tree.object("name", dice.any("new", "side"), "image", "c")))),
                        pod(Tree.object("containers", Tree.array(Tree.object("name", "side", "$patch", "delete")))),
                        pod(Tree.object(
                                "containers",
                                Tree.array(Tree.object(
                                        "name",
                                        "main",
                                        "env",
                                        Tree.array(
                                                Tree.object("name", "A", "value", "9"),
                                                Tree.object("name", "B", "$patch", "delete")))))),
                        pod(Tree.object(
                                "$setElementOrder/containers",
                                        Tree.array(Tree.object("name", "side"), Tree.object("name", "main")),
                                "containers", Tree.array(Tree.object("name", "side", "image", "s")))),
                        pod(Tree.object("containers", Tree.array(Tree.object("image", "nokey")))),
                        pod(Tree.object(
                                "containers",
                                Tree.array(
                                        Tree.object("$patch", "replace"), Tree.object("name", "only", "image", "o")))),
                        pod(Tree.object(
                                "volumes",
                                Tree.array(Tree.object(
                                        "name",
                                        "data",
                                        "emptyDir",
                                        Tree.nothing(),
                                        "configMap",
                                        Tree.object("name", "c"))))),
                        pod(Tree.object(
                                "volumes",
                                Tree.array(Tree.object(
                                        "name",
                                        "data",
                                        "$retainKeys",
                                        Tree.array("name", "configMap"),
                                        "configMap",
                                        Tree.object("name", "c"))))),
                        pod(Tree.object(
                                "containers",
                                Tree.array(Tree.object(
                                        "name",
                                        "main",
                                        "ports",
                                        Tree.array(Tree.object("containerPort", 80, "name", "web")))))),
                        Tree.object("strategy", Tree.object("$retainKeys", Tree.array("type"), "type", "Recreate")),
                        Tree.object("strategy", Tree.object("type", dice.any("Recreate", "RollingUpdate"))),
                        Tree.object("replicas", Tree.nothing()),
                        Tree.object(
                                "template",
                                Tree.object(
                                        "metadata",
                                        Tree.object("$deleteFromPrimitiveList/finalizers", Tree.array("x")))),
                        Tree.object("$patch", dice.any("replace", "delete", "merge", "other"))));
    }

    private static ObjectNode pod(ObjectNode spec) {
        return Tree.object("template", Tree.object("spec", spec));
    }
}
