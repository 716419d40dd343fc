package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the API server itself fills into, and demands of, the built-in kinds. */
final class BuiltinSemantics {
    private static final Set<String> UNQUALIFIED_FINALIZERS = Set.of("kubernetes", "orphan", "foregroundDeletion");

    private BuiltinSemantics() {}

    /**
     * Drops the fields that a built-in kind does not have, and returns their paths, as in {@code unknown field "spec.foo"};
     * refuses values of the wrong type. To be done before anything else with what a client sent.
     */
    static List<String> decode(String group, String version, String kind, ObjectNode object) throws ApiException {
        FieldType type = BuiltinTypes.of(group, kind);
        return type == null ? List.of() : BuiltinDecoding.decode(type, version, kind, object);
    }

    /** Refuses options of a deletion that have values of the wrong type. */
    static ObjectNode decodeOptions(ObjectNode options) throws ApiException {
        String kind = Json.text(options, "kind");
        if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
            throw ApiException.badRequest("no kind " + GoText.quote(kind) + " is registered for version "
                    + GoText.quote(Json.text(options, "apiVersion")) + " in scheme \"pkg/runtime/scheme.go:111\"");
        }
        BuiltinDecoding.decodeOptions(options.deepCopy());
        return options;
    }

    /** Refuses metadata of a custom resource that has values of the wrong type; its unknown fields are the schema's business. */
    static void decodeMetadata(String version, String kind, ObjectNode object) throws ApiException {
        if (object.has("metadata")) {
            BuiltinDecoding.decodeMetadata(
                    version, kind, object.path("metadata").deepCopy());
        }
    }

    /** Fills in what is absent, on every write. */
    static void defaults(String group, String kind, ObjectNode object) {
        FieldType type = BuiltinTypes.of(group, kind);
        if (type != null) {
            GoZeroValues.fillWithDefaults(object, type);
            BuiltinDefaults.apply(object, type);
            GoZeroValues.fillWithDefaults(object, type);
        }
    }

    /** Adds what only a new object gets; its name and uid must be set. */
    static void onCreate(String group, String kind, ObjectNode object) {
        BuiltinCreation.prepare(group, kind, object);
    }

    /** What is wrong with an object, or with the change to it, apart from its metadata; see {@link Names} for that. */
    static List<Cause> validate(String group, String kind, ObjectNode object, @Nullable ObjectNode before) {
        var checks = new Checks(new ArrayList<>());
        if (BuiltinTypes.of(group, kind) != null && !group.equals("coordination.k8s.io")) {
            finalizers(object, checks);
        }
        switch (group + "/" + kind) {
            case "/Pod" -> PodValidation.validate(object, before, checks);
            case "/PodTemplate" -> PodValidation.validateTemplate(object.path("template"), "template", checks);
            case "/ConfigMap" -> ConfigValidation.configMap(object, before, checks);
            case "/Secret" -> ConfigValidation.secret(object, before, checks);
            case "/Service" -> ServiceValidation.validate(object, before, checks);
            case "/PersistentVolumeClaim" -> ClusterValidation.claim(object, before, checks);
            case "apps/Deployment",
                    "apps/ReplicaSet",
                    "apps/StatefulSet",
                    "apps/DaemonSet",
                    "batch/Job",
                    "batch/CronJob" -> WorkloadValidation.validate(kind, object, before, checks);
            case "rbac.authorization.k8s.io/Role" -> AccessValidation.role(object, true, checks);
            case "rbac.authorization.k8s.io/ClusterRole" -> AccessValidation.role(object, false, checks);
            case "rbac.authorization.k8s.io/RoleBinding" -> AccessValidation.binding(object, before, true, checks);
            case "rbac.authorization.k8s.io/ClusterRoleBinding" ->
                AccessValidation.binding(object, before, false, checks);
            case "coordination.k8s.io/Lease" -> ClusterValidation.lease(object, checks);
            case "networking.k8s.io/Ingress" -> ClusterValidation.ingress(object, checks);
            case "autoscaling/HorizontalPodAutoscaler" -> ClusterValidation.autoscaler(object, checks);
            case "policy/PodDisruptionBudget" -> ClusterValidation.disruptionBudget(object, checks);
            case "apiextensions.k8s.io/CustomResourceDefinition" -> DefinitionValidation.validate(object, checks);
            default -> {}
        }
        return checks.causes();
    }

    /** Custom resources may have unqualified finalizers, built-in kinds only the well-known ones. */
    private static void finalizers(ObjectNode object, Checks checks) {
        int index = 0;
        for (JsonNode finalizer : object.path("metadata").path("finalizers")) {
            String name = finalizer.asText();
            if (!name.contains("/") && !UNQUALIFIED_FINALIZERS.contains(name)) {
                checks.add(Cause.invalid(
                        "metadata.finalizers[" + index + "]",
                        name,
                        "name is neither a standard finalizer name nor is it fully qualified"));
            }
            index++;
        }
    }
}
