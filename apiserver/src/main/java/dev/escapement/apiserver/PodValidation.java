package dev.escapement.apiserver;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Pods and pod templates. */
final class PodValidation {
    private static final String UPDATE = "pod updates may not change fields other than `spec.containers[*].image`,"
            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
            + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private PodValidation() {}

    static void validate(ObjectNode pod, @Nullable ObjectNode before, Checks checks) {
        validateSpec(pod.path("spec"), "spec", checks);
        if (before != null && !Json.same(withoutMutable(pod), withoutMutable(before))) {
            // The real server goes on with a difference of its internal structs.
            checks.add(Cause.forbidden("spec", UPDATE));
        }
    }

    private static JsonNode withoutMutable(ObjectNode pod) {
        JsonNode spec = pod.path("spec").deepCopy();
        for (JsonNode list : List.of(spec.path("containers"), spec.path("initContainers"))) {
            for (JsonNode container : list) {
                if (container instanceof ObjectNode object) {
                    object.remove("image");
                }
            }
        }
        if (spec instanceof ObjectNode object) {
            object.remove(List.of(
                    "activeDeadlineSeconds",
                    "tolerations",
                    "terminationGracePeriodSeconds",
                    "schedulingGates",
                    "nodeName"));
        }
        return spec;
    }

    /** @param path of the template; labels are reported without {@code metadata}, as the real server does */
    static void validateTemplate(JsonNode template, String path, Checks checks) {
        Names.labels(path + ".labels", template.path("metadata").path("labels")).forEach(checks::add);
        validateSpec(template.path("spec"), path + ".spec", checks);
    }

    private static void validateSpec(JsonNode spec, String path, Checks checks) {
        Set<String> volumes = VolumeValidation.validate(spec.path("volumes"), path + ".volumes", checks);
        var names = new HashSet<String>();
        if (spec.path("containers").isEmpty()) {
            checks.add(Cause.required(path + ".containers", ""));
        }
        ContainerValidation.validate(spec.path("containers"), path + ".containers", names, volumes, checks);
        ContainerValidation.validate(spec.path("initContainers"), path + ".initContainers", names, volumes, checks);
        checks.oneOf(spec, path, "restartPolicy", List.of("Always", "OnFailure", "Never"));
        checks.oneOf(spec, path, "dnsPolicy", List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"));
        Names.labels(path + ".nodeSelector", spec.path("nodeSelector")).forEach(checks::add);
        String account = Json.text(spec, "serviceAccountName");
        if (!account.isEmpty()) {
            checks.complaints(path + ".serviceAccountName", account, NameRules.subdomain(account));
        }
        tolerations(spec.path("tolerations"), path + ".tolerations", checks);
        JsonNode deadline = spec.path("activeDeadlineSeconds");
        if (deadline.isNumber() && deadline.asLong() < 1) {
            checks.add(Cause.invalid(
                    path + ".activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive"));
        }
    }

    private static void tolerations(JsonNode tolerations, String path, Checks checks) {
        int index = 0;
        for (JsonNode toleration : tolerations) {
            String at = path + "[" + index + "]";
            String operator = Json.text(toleration, "operator");
            String key = Json.text(toleration, "key");
            if (!key.isEmpty()) {
                checks.complaints(at + ".key", key, NameRules.qualified(key));
            } else if (!operator.equals("Exists")) {
                checks.add(Cause.invalid(
                        at + ".operator",
                        operator,
                        "operator must be Exists when `key` is empty, which means \"match all values and all keys\""));
            }
            if (operator.equals("Exists") && !Json.text(toleration, "value").isEmpty()) {
                checks.add(
                        Cause.invalid(at + ".operator", operator, "value must be empty when `operator` is 'Exists'"));
            }
            checks.oneOf(toleration, at, "operator", List.of("Equal", "Exists"));
            index++;
        }
    }
}
