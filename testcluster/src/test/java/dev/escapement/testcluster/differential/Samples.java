package dev.escapement.testcluster.differential;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects with some content, as a dice has it. */
final class Samples {
    static final List<String> NAMES = List.of("a", "b", "c");

    private Samples() {}

    static ObjectNode of(Kind kind, Dice dice, String name) {
        var object = kind.object(name);
        decorate((ObjectNode) object.path("metadata"), dice);
        switch (kind.name()) {
            case "ConfigMap" -> object.set("data", words(dice));
            case "Secret" -> secret(object, dice);
            case "Service" -> object.set("spec", service(dice));
            case "Pod" -> object.set("spec", pod(dice, false));
            case "Deployment", "ReplicaSet" -> object.set("spec", workload(dice));
            case "StatefulSet" -> object.set("spec", workload(dice).put("serviceName", "svc"));
            case "Job" -> object.set("spec", Tree.object("template", Tree.object("spec", pod(dice, true))));
            case "Lease" ->
                object.set(
                        "spec",
                        Tree.object("holderIdentity", dice.any("x", "y"), "leaseDurationSeconds", 1 + dice.below(9)));
            case "Role" ->
                object.set(
                        "rules",
                        Tree.array(Tree.object(
                                "apiGroups", Tree.array(""),
                                "resources", Tree.array(dice.any("pods", "secrets")),
                                "verbs", Tree.array("get", "list"))));
            case "Widget" -> object.set("spec", Widgets.spec(dice));
            default -> object.set("spec", Tree.object("x", dice.below(9)));
        }
        return object;
    }

    private static void decorate(ObjectNode metadata, Dice dice) {
        if (dice.oneIn(2)) {
            metadata.set("labels", Tree.object("app", dice.any("x", "y", "z"), "tier", dice.any("front", "back")));
        }
        if (dice.oneIn(4)) {
            metadata.set("annotations", Tree.object("note", dice.any("one", "two", "", "ümläut <&>")));
        }
        if (dice.oneIn(12)) {
            metadata.put("generation", 7).put("creationTimestamp", "2020-01-01T00:00:00Z");
        }
        if (dice.oneIn(20)) {
            metadata.set("labels", Tree.object());
            metadata.set("annotations", Tree.nothing());
            metadata.set("finalizers", Tree.array());
        }
    }

    private static ObjectNode words(Dice dice) {
        var words = Tree.object();
        for (int i = dice.below(4); i > 0; i--) {
            words.put(dice.any("k1", "k2", "k3", "file.txt"), dice.any("v1", "v2", "", "line\nline\n", "\"quoted\""));
        }
        return words;
    }

    private static void secret(ObjectNode secret, Dice dice) {
        if (dice.oneIn(2)) {
            secret.set("data", Tree.object("key", dice.any("dg==", "dmFsdWU=", "")));
        }
        if (dice.oneIn(3)) {
            secret.set("stringData", Tree.object(dice.any("key", "other"), dice.any("text", "")));
        }
        if (dice.oneIn(3)) {
            secret.put("type", dice.any("Opaque", "example.com/mine", "kubernetes.io/basic-auth"));
        }
    }

    private static ObjectNode service(Dice dice) {
        var spec = Tree.object("selector", Tree.object("app", dice.any("x", "y")));
        var port = Tree.object("port", dice.any(80, 443), "name", dice.any("http", "web"));
        if (dice.oneIn(2)) {
            port.set(
                    "targetPort",
                    dice.oneIn(2)
                            ? Tree.array("named").get(0)
                            : Tree.array(8080).get(0));
        }
        spec.set("ports", Tree.array(port));
        if (dice.oneIn(3)) {
            spec.put("clusterIP", "None");
        } else if (dice.oneIn(3)) {
            spec.put("type", dice.any("ClusterIP", "NodePort", "LoadBalancer"));
        }
        if (dice.oneIn(4) && !spec.has("clusterIP")) {
            spec.put("sessionAffinity", dice.any("None", "ClientIP"));
        }
        return spec;
    }

    static ObjectNode workload(Dice dice) {
        var app = dice.any("x", "y");
        var spec = Tree.object(
                "selector", Tree.object("matchLabels", Tree.object("app", app)),
                "template",
                        Tree.object(
                                "metadata", Tree.object("labels", Tree.object("app", app)),
                                "spec", pod(dice, false)));
        if (dice.oneIn(2)) {
            spec.put("replicas", dice.below(4));
        }
        return spec;
    }

    static ObjectNode pod(Dice dice, boolean once) {
        var containers = Tree.array();
        for (var name : dice.any(List.of("main"), List.of("main"), List.of("main", "side"))) {
            containers.add(container(name, dice));
        }
        var spec = Tree.object("containers", containers);
        if (once) {
            spec.put("restartPolicy", dice.any("Never", "OnFailure"));
        }
        if (dice.oneIn(4)) {
            spec.set("volumes", Tree.array(Tree.object("name", "data", "emptyDir", Tree.object())));
        }
        return spec;
    }

    private static ObjectNode container(String name, Dice dice) {
        var container = Tree.object(
                "name", name, "image", dice.any("nginx", "nginx:1.25", "registry.example/x@sha256:" + "a".repeat(64)));
        if (dice.oneIn(2)) {
            container.set(
                    "env", Tree.array(Tree.object("name", "A", "value", dice.any("1", "2")), Tree.object("name", "B")));
        }
        if (dice.oneIn(2)) {
            container.set(
                    "ports",
                    name.equals("main")
                            ? Tree.array(
                                    Tree.object("containerPort", 80),
                                    Tree.object("containerPort", 53, "protocol", "UDP"))
                            : Tree.array(Tree.object("containerPort", 81)));
        }
        if (dice.oneIn(3)) {
            container.set(
                    "resources",
                    Tree.object(
                            "limits",
                                    Tree.object(
                                            "cpu", dice.any("1", "500m", "0.5"), "memory", dice.any("1Gi", "1000000k")),
                            "requests", Tree.object("cpu", "100m")));
        }
        if (dice.oneIn(4)) {
            container.set(
                    "readinessProbe", Tree.object("httpGet", Tree.object("path", "/", "port", dice.any(80, 8080))));
        }
        return container;
    }
}
