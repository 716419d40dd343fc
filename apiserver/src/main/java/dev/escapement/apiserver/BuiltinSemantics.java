package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the API server itself fills into, and demands of, the built-in kinds. */
final class BuiltinSemantics {
    private BuiltinSemantics() {}

    static void defaults(String group, String kind, ObjectNode object) {}

    static List<Cause> validate(String group, String kind, ObjectNode object, @Nullable ObjectNode before) {
        return List.of();
    }
}
