package dev.escapement.apiserver;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Defaults of pods and of what they are made of (k8s.io/kubernetes/pkg/apis/core/v1/defaults.go). */
final class PodDefaults {
    private static final int VOLUME_MODE = 0644;

    private PodDefaults() {}

    static void register(Map<String, Consumer<ObjectNode>> byType) {
        byType.put("core.v1.Pod", PodDefaults::pod);
        byType.put("core.v1.PodSpec", PodDefaults::podSpec);
        byType.put("core.v1.Container", PodDefaults::container);
        byType.put("core.v1.EphemeralContainer", PodDefaults::container);
        byType.put("core.v1.Probe", PodDefaults::probe);
        byType.put("core.v1.HTTPGetAction", PodDefaults::httpGet);
        byType.put("core.v1.Volume", PodDefaults::volume);
        byType.put("core.v1.SecretVolumeSource", PodDefaults::mode);
        byType.put("core.v1.ConfigMapVolumeSource", PodDefaults::mode);
        byType.put("core.v1.DownwardAPIVolumeSource", PodDefaults::mode);
        byType.put("core.v1.ProjectedVolumeSource", PodDefaults::mode);
        byType.put("core.v1.HostPathVolumeSource", source -> BuiltinDefaults.text(source, "type", ""));
        byType.put(
                "core.v1.ServiceAccountTokenProjection",
                token -> BuiltinDefaults.number(token, "expirationSeconds", 3600));
        byType.put("core.v1.ObjectFieldSelector", field -> BuiltinDefaults.text(field, "apiVersion", "v1"));
        byType.put("core.v1.ResourceFieldSelector", field -> BuiltinDefaults.text(field, "divisor", "0"));
    }

    private static void pod(ObjectNode pod) {
        ObjectNode spec = Json.child(pod, "spec");
        for (JsonNode list : List.of(spec.path("containers"), spec.path("initContainers"))) {
            list.forEach(PodDefaults::requestsFromLimits);
        }
        BuiltinDefaults.flag(spec, "enableServiceLinks", true);
        if (spec.path("hostNetwork").asBoolean()) {
            for (JsonNode list : List.of(spec.path("containers"), spec.path("initContainers"))) {
                list.forEach(container -> container.path("ports").forEach(PodDefaults::hostPort));
            }
        }
    }

    private static void requestsFromLimits(JsonNode container) {
        JsonNode limits = container.path("resources").path("limits");
        if (container.get("resources") instanceof ObjectNode resources && limits.isObject()) {
            ObjectNode requests = Json.child(resources, "requests");
            for (var limit : limits.properties()) {
                if (!requests.has(limit.getKey())) {
                    requests.set(limit.getKey(), limit.getValue().deepCopy());
                }
            }
        }
    }

    private static void hostPort(JsonNode port) {
        if (port instanceof ObjectNode object && object.path("hostPort").asInt() == 0) {
            object.set("hostPort", object.path("containerPort"));
        }
    }

    private static void podSpec(ObjectNode spec) {
        BuiltinDefaults.text(spec, "dnsPolicy", "ClusterFirst");
        BuiltinDefaults.text(spec, "restartPolicy", "Always");
        BuiltinDefaults.map(spec, "securityContext");
        BuiltinDefaults.number(spec, "terminationGracePeriodSeconds", 30);
        BuiltinDefaults.text(spec, "schedulerName", "default-scheduler");
        // The deprecated name of the same field is kept alike.
        String account = Json.text(spec, "serviceAccountName");
        if (!account.isEmpty()) {
            spec.put("serviceAccount", account);
        } else if (!Json.text(spec, "serviceAccount").isEmpty()) {
            spec.put("serviceAccountName", Json.text(spec, "serviceAccount"));
        }
    }

    private static void container(ObjectNode container) {
        String policy = isLatest(Json.text(container, "image")) ? "Always" : "IfNotPresent";
        BuiltinDefaults.text(container, "imagePullPolicy", policy);
        BuiltinDefaults.text(container, "terminationMessagePath", "/dev/termination-log");
        BuiltinDefaults.text(container, "terminationMessagePolicy", "File");
    }

    /** Without a tag, and without a digest, an image is the latest one. */
    static boolean isLatest(String image) {
        if (image.isEmpty() || image.contains("@")) {
            return image.contains(":latest@");
        }
        int colon = image.lastIndexOf(':');
        String tag = colon > image.lastIndexOf('/') ? image.substring(colon + 1) : "latest";
        return tag.equals("latest");
    }

    private static void probe(ObjectNode probe) {
        numberUnlessZero(probe, "timeoutSeconds", 1);
        numberUnlessZero(probe, "periodSeconds", 10);
        numberUnlessZero(probe, "successThreshold", 1);
        numberUnlessZero(probe, "failureThreshold", 3);
    }

    private static void numberUnlessZero(ObjectNode object, String field, int fallback) {
        if (object.path(field).asInt() == 0) {
            object.put(field, fallback);
        }
    }

    private static void httpGet(ObjectNode action) {
        BuiltinDefaults.text(action, "path", "/");
        BuiltinDefaults.text(action, "scheme", "HTTP");
    }

    private static void volume(ObjectNode volume) {
        boolean hasSource = volume.properties().stream()
                .anyMatch(source ->
                        !source.getKey().equals("name") && !source.getValue().isNull());
        if (!hasSource) {
            volume.putObject("emptyDir");
        }
        if (volume.get("image") instanceof ObjectNode image) {
            String policy = isLatest(Json.text(image, "reference")) ? "Always" : "IfNotPresent";
            BuiltinDefaults.text(image, "pullPolicy", policy);
        }
    }

    private static void mode(ObjectNode source) {
        BuiltinDefaults.number(source, "defaultMode", VOLUME_MODE);
    }
}
