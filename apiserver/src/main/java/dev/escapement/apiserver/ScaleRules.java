package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the scale subresource demands of a custom resource: numbers of replicas where its paths lead. */
final class ScaleRules {
    private ScaleRules() {}

    static List<Cause> validate(JsonNode scale, ObjectNode object) {
        List<Cause> causes = new ArrayList<>();
        for (String field : List.of("specReplicasPath", "statusReplicasPath")) {
            String path = Json.text(scale, field);
            if (!path.isEmpty()) {
                replicas(object, path, causes);
            }
        }
        return causes;
    }

    private static void replicas(ObjectNode object, String path, List<Cause> causes) {
        JsonNode found = object;
        for (String step : path.substring(1).split("\\.", -1)) {
            found = found.path(step);
        }
        if (found.isMissingNode()) {
            return;
        }
        if (!found.isIntegralNumber()) {
            String why = path + " accessor error: " + GoText.printed(found) + " is of the type " + goType(found)
                    + ", expected int64";
            causes.add(Cause.invalid(path, IntNode.valueOf(0), why));
        } else if (found.asLong() < 0) {
            causes.add(Cause.invalid(path, found, "should be a non-negative integer"));
        } else if (found.asLong() > Integer.MAX_VALUE) {
            causes.add(Cause.invalid(path, found, "should be less than or equal to " + Integer.MAX_VALUE));
        }
    }

    private static String goType(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> "float64";
            case ARRAY -> "[]interface {}";
            case NULL -> "<nil>";
            default -> "map[string]interface {}";
        };
    }
}
