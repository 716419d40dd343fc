package dev.escapement.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Removes from a merged object what its applier applied before and does not apply any more. */
final class ApplyPruning {
    private ApplyPruning() {}

    /** @param owners with what the applier owns now; {@code last} is what it owned before */
    static ObjectNode prune(ObjectNode merged, FieldOwners owners, FieldSet last, FieldType type) {
        FieldSet lastWithParents = last.withDeclaredParents(type);
        ObjectNode pruned = TypedRemoval.without(merged, lastWithParents, type);
        FieldSet all = TypedFields.of(merged, type).withDeclaredParents(type);

        // Others, or the new configuration, may own some of it.
        FieldSet kept = TypedFields.of(pruned, type)
                .withDeclaredParents(type)
                .union(owners.all().withDeclaredParents(type));
        pruned = TypedRemoval.without(merged, all.difference(kept), type);

        // What stood inside a removed item without being owned stays, and so must the item.
        FieldSet left = TypedFields.of(pruned, type).withDeclaredParents(type);
        return TypedRemoval.without(merged, all.difference(left).intersection(lastWithParents), type);
    }
}
