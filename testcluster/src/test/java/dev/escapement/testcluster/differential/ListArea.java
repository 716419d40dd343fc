package dev.escapement.testcluster.differential;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lists: selectors of labels and fields, pages, versions, and forms. */
final class ListArea implements Area {
    private static final int STEPS = 16;
    private static final List<String> LABELS = List.of(
            "app=x",
            "app==y",
            "app!=x",
            "app in (x,y)",
            "app notin (x, z)",
            "app",
            "!app",
            "tier=front,app=x",
            "app in (x",
            "a b",
            "app>3",
            "app=x,",
            "-bad=x",
            "app=" + "v".repeat(64),
            "",
            "app in ()",
            "rank>2",
            "rank<2",
            "tier notin (front),app",
            "=x",
            "app=x,,tier=front");
    private static final List<String> FIELDS = List.of(
            "metadata.name=a",
            "metadata.name!=a",
            "metadata.namespace=${ns}",
            "metadata.name=a,metadata.namespace=${ns}",
            "spec.color=red",
            "spec.color!=red",
            "spec.replicas=1",
            "type=Opaque",
            "type!=Opaque",
            "metadata.uid=x",
            "metadata.name",
            "metadata.name=a,metadata.name=b",
            "status.phase=Pending",
            "spec.nodeName=",
            "involvedObject.name=a",
            "metadata.name==a",
            "");
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        var kind = dice.any(Kind.CONFIG_MAP, Kind.WIDGET, Kind.SECRET, Kind.OLD_WIDGET, Kind.POD);
        var last = "";
        if (kind == Kind.OLD_WIDGET) {
            draft.ignore("managedFields"); // see VersionsArea
        }
        for (var name : NAMES) {
            var object = Samples.of(kind, dice, name);
            if (dice.oneIn(2)) {
                ((ObjectNode) object.path("metadata"))
                        .set(
                                "labels",
                                Tree.object("app", dice.any("x", "y", "z"), "rank", dice.any("1", "2", "3", "many")));
            }
            draft.create(kind, object);
            last = name;
        }
        for (int i = 0; i < STEPS; i++) {
            var step = Step.of("GET", kind.path());
            if (dice.oneIn(2)) {
                step = step.query("labelSelector=" + encoded(dice.any(LABELS)));
            }
            if (dice.oneIn(3)) {
                step = step.query("fieldSelector=" + encoded(dice.any(FIELDS)));
            }
            switch (dice.below(8)) {
                case 0, 1 -> step = step.query("limit=" + dice.any("1", "2", "4", "5", "100", "0", "-1", "x"));
                case 2 ->
                    step = step.query("limit=2").query("continue=" + dice.any("${continue}", "${continue}", "%21"));
                case 3 ->
                    step = step.query(
                                    "resourceVersion=" + dice.any("${rv:" + last + "}", "${first:a}", "x", "99999999"))
                            .query("resourceVersionMatch=" + dice.any("NotOlderThan", "Exact", "Other", ""));
                case 4 ->
                    step = step.header(
                            "Accept",
                            dice.any(
                                    "application/json;as=Table;v=v1;g=meta.k8s.io",
                                    "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"));
                default -> {}
            }
            // A version ahead of all others is waited for, which takes the real server seconds.
            if (!step.path().contains("99999999")) {
                draft.add(step);
            }
            if (dice.oneIn(8)) {
                draft.add(Step.of("DELETE", kind.path(dice.any(NAMES))));
            }
        }
    }

    static String encoded(String selector) {
        return URLEncoder.encode(selector, StandardCharsets.UTF_8).replace("%24%7Bns%7D", "${ns}");
    }
}
