package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the API server itself fills into, and demands of, the built-in kinds. */
final class BuiltinSemantics {
    private BuiltinSemantics() {}

    /** Fills in what is absent, on every write. Numbers and texts of the wrong type are left for validation. */
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

    static List<Cause> validate(String group, String kind, ObjectNode object, @Nullable ObjectNode before) {
        return List.of();
    }
}
