package dev.escapement.apiserver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

/** The columns that a CustomResourceDefinition asks for. */
final class CustomColumns {
    private CustomColumns() {}

    static List<Table.Column> of(Resource.Custom custom) {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(Table.name());
        for (JsonNode column : custom.columns()) {
            String type = Json.text(column, "type");
            JsonPath path = JsonPath.parse(Json.text(column, "jsonPath"));
            columns.add(new Table.Column(
                    Json.text(column, "name"),
                    type,
                    Json.text(column, "format"),
                    Json.text(column, "description"),
                    column.path("priority").asInt(),
                    (object, now) -> cell(type, path.find(object), now)));
        }
        if (custom.columns().isEmpty()) {
            columns.add(Table.age("date"));
        }
        return columns;
    }

    /** Of a path that finds nothing, or a value of another type, nothing is shown. */
    private static JsonNode cell(String type, List<JsonNode> found, Instant now) {
        if (found.isEmpty()) {
            return NullNode.instance;
        }
        JsonNode value = found.getFirst();
        return switch (type) {
            case "integer" -> value.isNumber() ? value : NullNode.instance;
            case "number" -> value.isNumber() ? value : NullNode.instance;
            case "boolean" -> value.isBoolean() ? value : NullNode.instance;
            case "date" -> Age.since(value, now);
            default ->
                Table.text(
                        found.size() > 1 || value.isContainerNode()
                                ? found.size() > 1 ? found.toString() : value.toString()
                                : value.asText());
        };
    }
}
