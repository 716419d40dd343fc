package dev.escapement.testcluster.differential;

import java.util.List;

/** What is no proper request: unknown paths, methods, media types and parameters, bodies that are no JSON, names that are none. */
final class ProtocolArea implements Area {
    private static final int STEPS = 26;
    private static final List<String> BODIES = List.of(
            "{",
            "[]",
            "\"x\"",
            "1",
            "{}",
            "{\"kind\":1}",
            "{\"apiVersion\":\"v1\"}",
            "{\"kind\":\"ConfigMap\"}",
            "not json",
            "{\"metadata\":[]}",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":\"x\"}",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":1}}",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":1}}",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}} {}",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}");
    private static final List<String> NAMES = List.of(
            "UPPER",
            "under_score",
            "-dash",
            "dash-",
            "a..b",
            "a.b",
            "x".repeat(253),
            "x".repeat(254),
            "ü",
            "a b",
            "1",
            "a/b",
            ".",
            "",
            "x".repeat(64));
    private static final List<String> LABELS = List.of(
            "{\"a\":\"b c\"}",
            "{\"\":\"x\"}",
            "{\"a/b/c\":\"x\"}",
            "{\"UP.er/a\":\"x\"}",
            "{\"a\":\"" + "v".repeat(64) + "\"}",
            "{\"" + "k".repeat(64) + "\":\"v\"}",
            "{\"a\":1}",
            "{\"-a\":\"x\"}",
            "{\"a\":\"-\"}");

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        var kind = dice.any(Kind.CONFIG_MAP, Kind.WIDGET);
        draft.create(kind, Samples.of(kind, dice, "a"));
        for (int i = 0; i < STEPS; i++) {
            draft.add(
                    switch (dice.below(9)) {
                        case 0 ->
                            Step.of(dice.any("GET", "POST", "PUT", "DELETE", "PATCH"), dice.any(paths(kind)))
                                    .json("{}");
                        case 1 ->
                            (dice.oneIn(2) ? Step.of("POST", kind.path()) : Step.of("PUT", kind.path("a")))
                                    .json(body(kind, dice));
                        case 2 ->
                            Step.of("POST", kind.path())
                                    .body(
                                            dice.any(
                                                    "text/plain",
                                                    "application/xml",
                                                    "application/json; charset=utf-8",
                                                    "application/merge-patch+json",
                                                    "",
                                                    "x"),
                                            Samples.of(kind, dice, "b").toString());
                        case 3 ->
                            Step.of("PATCH", kind.path("a"))
                                    .body(
                                            dice.any(
                                                    "text/plain",
                                                    "application/json",
                                                    PatchArea.MERGE,
                                                    PatchArea.JSON,
                                                    "application/merge-patch+json; charset=utf-8"),
                                            body(kind, dice));
                        case 4 ->
                            Step.of("GET", dice.any(kind.path(), kind.path("a")))
                                    .header(
                                            "Accept",
                                            dice.any(
                                                    "text/html",
                                                    "text/plain",
                                                    "application/xml",
                                                    "image/png;q=0.5,*/*;q=0.1",
                                                    "application/json;q=0.9,text/html",
                                                    ""));
                        case 5 ->
                            Step.of("POST", kind.path())
                                    .json(Samples.of(kind, dice, dice.any(NAMES))
                                            .toString());
                        case 6 -> Step.of("POST", kind.path()).json(labelled(kind, dice));
                        case 7 ->
                            Step.of("GET", kind.path("a"))
                                    .query(dice.any(
                                            "resourceVersion=x", "unknown=1", "pretty=true", "resourceVersion=0"));
                        default ->
                            Step.of(
                                            dice.any("PUT", "DELETE", "OPTIONS", "TRACE"),
                                            dice.any(kind.path(), kind.path("nope")))
                                    .json("{}");
                    });
        }
    }

    private static String body(Kind kind, Dice dice) {
        // The first ones are of no kind.
        return kind == Kind.WIDGET ? dice.any(BODIES.subList(0, 8)) : dice.any(BODIES);
    }

    private static String labelled(Kind kind, Dice dice) {
        var field = dice.any("labels", "annotations", "finalizers", "ownerReferences");
        var value = switch (field) {
            case "finalizers" -> dice.any("[\"a b\"]", "[1]", "[\"example.com/f\",\"example.com/f\"]");
            case "ownerReferences" ->
                dice.any(
                        "[{}]",
                        "[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"\",\"uid\":\"1\"}]",
                        "[{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"x\",\"uid\":\"1\"}]",
                        "[{\"apiVersion\":\"v1\",\"kind\":\"A\",\"name\":\"x\",\"uid\":\"1\",\"controller\":true},{\"apiVersion\":\"v1\",\"kind\":\"B\",\"name\":\"y\",\"uid\":\"2\",\"controller\":true}]");
            default -> dice.any(LABELS);
        };
        return kind.object("c")
                .put("here", 0)
                .toString()
                .replace("\"here\":0", "\"spec\":{\"color\":\"red\"}")
                .replace("\"metadata\":{", "\"metadata\":{\"" + field + "\":" + value + ",");
    }

    private static List<String> paths(Kind kind) {
        return List.of(
                "/api/v1/nope",
                "/apis/nope/v1/things",
                "/apis/apps/v2/deployments",
                "/nope",
                "/api/v1/namespaces/${ns}/nope",
                kind.root() + "/" + kind.plural() + "/a",
                kind.path("a") + "/nope",
                "/apis/diff.example.com/v1alpha1/widgets",
                "/apis/diff.example.com/v1/nope",
                "/api/v1/namespaces/nope/configmaps",
                "/apis/diff.example.com/v1/namespaces/nope/widgets",
                kind.root() + "/" + kind.plural());
    }
}
