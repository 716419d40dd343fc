package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The structural schema of a version of a CustomResourceDefinition: what is kept of an object, filled into it and demanded
 * of it. Rules in CEL (x-kubernetes-validations) are accepted, but not evaluated.
 */
final class StructuralSchema {
    private final SchemaNode root;
    private final ListTypes listTypes;

    private StructuralSchema(SchemaNode root) {
        this.root = root;
        this.listTypes = ListTypes.of(SchemaTypes.root(root));
    }

    /** Reads {@code openAPIV3Schema}; a schema that is not structural is invalid. */
    static StructuralSchema parse(JsonNode openAPIV3Schema) throws ApiException {
        List<Cause> violations = violations(openAPIV3Schema, "spec.validation.openAPIV3Schema");
        if (!violations.isEmpty()) {
            throw ApiException.invalid("apiextensions.k8s.io", "CustomResourceDefinition", "", violations);
        }
        return new StructuralSchema(SchemaNode.parse(openAPIV3Schema));
    }

    /** Why a schema is not structural. */
    static List<Cause> violations(JsonNode openAPIV3Schema, String field) {
        return SchemaRules.violations(openAPIV3Schema, field);
    }

    /** Removes the fields that the schema does not know. */
    void prune(ObjectNode object) {
        SchemaPruning.prune(object, root.asResource());
    }

    /** The fields that {@link #prune} would remove, as in {@code unknown field "spec.foo"}. */
    List<String> unknownFields(ObjectNode object) {
        return SchemaPruning.prune(object.deepCopy(), root.asResource());
    }

    /** Fills in defaults, and removes nulls where they are not allowed. */
    void applyDefaults(ObjectNode object) {
        SchemaDefaults.apply(object, root);
        SchemaDefaults.removeNulls(object, root);
    }

    List<Cause> validate(ObjectNode object) {
        var causes = new ArrayList<>(SchemaValidation.validate(object, root));
        EmbeddedResources.validate(object, root, causes);
        ListUniqueness.validate(object, root, "", causes);
        return causes;
    }

    ListTypes listTypes() {
        return listTypes;
    }
}
