package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What metadata may hold, whatever the kind. */
final class Names {
    private static final int ANNOTATIONS_LIMIT = 256 * 1024;
    private static final String IMMUTABLE = "field is immutable";

    private Names() {}

    /** What is wrong with the name of a new object of this kind. */
    static List<Cause> check(String group, String kind, String name) {
        if (name.isEmpty()) {
            return List.of(Cause.required("metadata.name", "name or generateName is required"));
        }
        return causes("metadata.name", name, rule(group, kind, name));
    }

    private static List<String> rule(String group, String kind, String name) {
        return switch (kind) {
            case "Namespace" -> group.isEmpty() ? NameRules.label(name) : NameRules.subdomain(name);
            case "Service" -> group.isEmpty() ? NameRules.label(name) : NameRules.subdomain(name);
            case "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding" ->
                group.equals("rbac.authorization.k8s.io") ? NameRules.pathSegment(name) : NameRules.subdomain(name);
            default -> NameRules.subdomain(name);
        };
    }

    /** What is wrong with the metadata of an object, apart from its name. */
    static List<Cause> validateMetadata(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        var causes = new ArrayList<Cause>();
        if (metadata.path("generation").asLong() < 0) {
            causes.add(Cause.invalid(
                    "metadata.generation", metadata.path("generation"), "must be greater than or equal to 0"));
        }
        causes.addAll(labels("metadata.labels", metadata.path("labels")));
        annotations(metadata.path("annotations"), causes);
        OwnerReferences.validate(metadata.path("ownerReferences"), causes);
        finalizers(metadata.path("finalizers"), causes);
        return causes;
    }

    /** What is wrong with the change from one object's metadata to the next. */
    static List<Cause> validateMetadataUpdate(ObjectNode object, ObjectNode before) {
        JsonNode metadata = object.path("metadata");
        JsonNode old = before.path("metadata");
        var causes = new ArrayList<Cause>();
        if (old.hasNonNull("deletionTimestamp")) {
            List<String> added = newFinalizers(metadata, old);
            if (!added.isEmpty()) {
                String list =
                        String.join(", ", added.stream().map(GoText::quote).toList());
                causes.add(Cause.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                                + list + "}"));
            }
        }
        if (Json.text(metadata, "resourceVersion").isEmpty()) {
            causes.add(Cause.invalid("metadata.resourceVersion", "", "must be specified for an update"));
        }
        for (String field : List.of("name", "namespace", "uid")) {
            if (!Json.text(metadata, field).equals(Json.text(old, field))) {
                causes.add(Cause.invalid("metadata." + field, Json.text(metadata, field), IMMUTABLE));
            }
        }
        for (String field : List.of("creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds")) {
            if (!Json.same(orNull(metadata, field), orNull(old, field))) {
                causes.add(Cause.invalid("metadata." + field, orNull(metadata, field), IMMUTABLE));
            }
        }
        return causes;
    }

    static List<Cause> labels(String field, JsonNode labels) {
        var causes = new ArrayList<Cause>();
        for (var label : labels.properties()) {
            causes.addAll(causes(field, label.getKey(), NameRules.qualified(label.getKey())));
            String value = label.getValue().asText();
            causes.addAll(causes(field, value, NameRules.labelValue(value)));
        }
        return causes;
    }

    static List<Cause> causes(String field, String value, List<String> complaints) {
        return complaints.stream()
                .map(complaint -> Cause.invalid(field, value, complaint))
                .toList();
    }

    private static void annotations(JsonNode annotations, List<Cause> causes) {
        long size = 0;
        for (var annotation : annotations.properties()) {
            String key = annotation.getKey();
            // Unlike labels, annotations may have upper case in their prefix.
            causes.addAll(causes("metadata.annotations", key, NameRules.qualified(key.toLowerCase(Locale.ROOT))));
            size += bytes(key) + bytes(annotation.getValue().asText());
        }
        if (size > ANNOTATIONS_LIMIT) {
            causes.add(Cause.tooLong("metadata.annotations", ANNOTATIONS_LIMIT));
        }
    }

    private static void finalizers(JsonNode finalizers, List<Cause> causes) {
        var names = finalizers.valueStream().map(JsonNode::asText).toList();
        for (String name : names) {
            causes.addAll(causes("metadata.finalizers", name, NameRules.qualified(name)));
        }
        if (names.contains("orphan") && names.contains("foregroundDeletion")) {
            causes.add(Cause.invalid(
                    "metadata.finalizers", finalizers, "finalizer orphan and foregroundDeletion cannot be both set"));
        }
    }

    private static List<String> newFinalizers(JsonNode metadata, JsonNode old) {
        var before = old.path("finalizers").valueStream().map(JsonNode::asText).toList();
        return metadata.path("finalizers")
                .valueStream()
                .map(JsonNode::asText)
                .filter(name -> !before.contains(name))
                .sorted()
                .toList();
    }

    private static JsonNode orNull(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field) : NullNode.instance;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
