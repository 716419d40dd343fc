package dev.escapement.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Strategic merge patch. */
final class StrategicMerge {
    private StrategicMerge() {}

    static ObjectNode apply(ObjectNode target, JsonNode patch, ListTypes types) throws ApiException {
        return Patches.merge(target, patch);
    }
}
