package dev.escapement.apiserver;

import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** The columns in which people see the objects of a resource. */
record Table(List<Column> columns) {
    /** One column; its cell is made of the object and the time. */
    record Column(
            String name,
            String type,
            String format,
            String description,
            int priority,
            BiFunction<ObjectNode, Instant, JsonNode> cell) {}

    static Table of(Resource resource) {
        return new Table(resource.custom() == null ? BuiltinColumns.of(resource) : CustomColumns.of(resource.custom()));
    }

    ArrayNode definitions() {
        ArrayNode definitions = Trees.array();
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name)
                    .put("type", column.type)
                    .put("format", column.format)
                    .put("description", column.description)
                    .put("priority", column.priority);
        }
        return definitions;
    }

    ArrayNode cells(ObjectNode object, Instant now) {
        ArrayNode cells = Trees.array();
        columns.forEach(column -> cells.add(column.cell.apply(object, now)));
        return cells;
    }

    static Column name() {
        String description = "Name must be unique within a namespace.";
        return new Column(
                "Name",
                "string",
                "name",
                description,
                0,
                (object, now) -> object.path("metadata").path("name"));
    }

    static Column age() {
        return age("string");
    }

    /** @param type string for built-in kinds, date for custom resources that say nothing of their columns */
    static Column age(String type) {
        return new Column(
                "Age",
                type,
                "",
                "Time since creation.",
                0,
                (object, now) -> Age.since(object.path("metadata").path("creationTimestamp"), now));
    }

    /** A column of text or a number made from the object alone. */
    static Column column(String name, String type, java.util.function.Function<ObjectNode, JsonNode> cell) {
        return new Column(name, type, "", name, 0, (object, now) -> cell.apply(object));
    }

    static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }
}
