package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the real server adds once, on create: its strategies and the admission plugins that are on by default. */
final class BuiltinCreation {
    private BuiltinCreation() {}

    static void prepare(String group, String kind, ObjectNode object) {
        switch (group + "/" + kind) {
            case "/Namespace" -> {
                ObjectNode spec = Json.child(object, "spec");
                if (spec.path("finalizers").isEmpty()) {
                    spec.putArray("finalizers").add("kubernetes");
                }
            }
            case "/PersistentVolumeClaim" -> protect(object, "kubernetes.io/pvc-protection");
            case "/PersistentVolume" -> protect(object, "kubernetes.io/pv-protection");
            case "/Pod" -> pod(object);
            case "/Node" -> {
                ObjectNode taint =
                        Json.child(object, "spec").withArray("taints").addObject();
                taint.put("key", "node.kubernetes.io/not-ready").put("effect", "NoSchedule");
            }
            case "apps/DaemonSet" ->
                Json.child(Json.child(object, "metadata"), "annotations")
                        .put("deprecated.daemonset.template.generation", "1");
            case "batch/Job" -> job(object);
            case "/Service" -> ServiceAddress.allocate(object);
            default -> {}
        }
    }

    private static void protect(ObjectNode object, String finalizer) {
        ObjectNode metadata = Json.child(object, "metadata");
        ArrayNode finalizers = metadata.withArray("finalizers");
        if (finalizers.valueStream().noneMatch(name -> name.asText().equals(finalizer))) {
            finalizers.add(finalizer);
        }
    }

    private static void pod(ObjectNode pod) {
        ObjectNode spec = Json.child(pod, "spec");
        BuiltinDefaults.number(spec, "priority", 0);
        BuiltinDefaults.text(spec, "preemptionPolicy", "PreemptLowerPriority");
        ArrayNode tolerations = spec.withArray("tolerations");
        for (String condition : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
            if (tolerations.valueStream().noneMatch(toleration -> tolerates(toleration, condition))) {
                tolerations
                        .addObject()
                        .put("key", condition)
                        .put("operator", "Exists")
                        .put("effect", "NoExecute")
                        .put("tolerationSeconds", 300);
            }
        }
        pod.putObject("status").put("phase", "Pending").put("qosClass", qualityOfService(spec));
    }

    private static boolean tolerates(JsonNode toleration, String key) {
        String effect = Json.text(toleration, "effect");
        String named = Json.text(toleration, "key");
        return (named.isEmpty() || named.equals(key)) && (effect.isEmpty() || effect.equals("NoExecute"));
    }

    private static String qualityOfService(ObjectNode spec) {
        boolean any = false;
        boolean guaranteed = true;
        for (JsonNode list : List.of(spec.path("containers"), spec.path("initContainers"))) {
            for (JsonNode container : list) {
                for (String resource : List.of("cpu", "memory")) {
                    JsonNode limit = container.path("resources").path("limits").path(resource);
                    JsonNode request =
                            container.path("resources").path("requests").path(resource);
                    any |= !limit.isMissingNode() || !request.isMissingNode();
                    guaranteed &= !limit.isMissingNode() && limit.equals(request);
                }
            }
        }
        if (!any) {
            return "BestEffort";
        }
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    /** A job selects its pods by its uid, so the uid must be set before. */
    private static void job(ObjectNode job) {
        ObjectNode spec = Json.child(job, "spec");
        String uid = Json.text(job, "metadata", "uid");
        if (spec.path("manualSelector").asBoolean() || uid.isEmpty()) {
            return;
        }
        ObjectNode template = Json.child(Json.child(spec, "template"), "metadata");
        ObjectNode labels = Json.child(template, "labels");
        for (String prefix : List.of("", "batch.kubernetes.io/")) {
            labels.put(prefix + "controller-uid", uid);
            labels.put(prefix + "job-name", Json.text(job, "metadata", "name"));
        }
        ObjectNode selector = Json.child(Json.child(spec, "selector"), "matchLabels");
        selector.put("batch.kubernetes.io/controller-uid", uid);
        ObjectNode metadata = Json.child(job, "metadata");
        if (metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
    }
}
