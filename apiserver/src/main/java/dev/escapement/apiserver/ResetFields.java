package dev.escapement.apiserver;

import java.util.List;

import dev.escapement.apiserver.Resource.Trait;
import org.jspecify.annotations.Nullable;

/** The fields that a request cannot set, whatever it says: nobody comes to own them by it, and nobody is in conflict. */
final class ResetFields {
    private static final FieldSet NONE = new FieldSet();
    private static final FieldSet STATUS = FieldSet.of(List.of(List.of("status")));
    private static final FieldSet SPEC = FieldSet.of(List.of(List.of("spec")));
    private static final FieldSet SPEC_AND_METADATA = FieldSet.of(List.of(List.of("spec"), List.of("metadata")));
    private static final FieldSet SPEC_AND_LABELS =
            FieldSet.of(List.of(List.of("spec"), List.of("metadata", "labels")));
    private static final FieldSet SPEC_AND_OWNERS = FieldSet.of(
            List.of(List.of("spec"), List.of("metadata", "deletionTimestamp"), List.of("metadata", "ownerReferences")));

    private ResetFields() {}

    static FieldSet of(Resource resource, @Nullable String subresource) {
        if (subresource == null || !subresource.equals("status")) {
            return resource.has(Trait.STATUS) ? STATUS : NONE;
        }
        if (resource.custom() != null) {
            return SPEC_AND_METADATA;
        }
        return switch (resource.storage()) {
            case "deployments.apps" -> SPEC_AND_LABELS;
            case "pods" -> SPEC_AND_OWNERS;
            default -> SPEC;
        };
    }
}
