package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The structural schema of a CustomResourceDefinition's version. */
final class StructuralSchema {
    private StructuralSchema() {}

    static StructuralSchema parse(JsonNode openAPIV3Schema) throws ApiException {
        return new StructuralSchema();
    }

    void prune(ObjectNode object) {}

    List<String> unknownFields(ObjectNode object) {
        return List.of();
    }

    void applyDefaults(ObjectNode object) {}

    List<Cause> validate(ObjectNode object) {
        return List.of();
    }

    ListTypes listTypes() {
        return ListTypes.none();
    }
}
