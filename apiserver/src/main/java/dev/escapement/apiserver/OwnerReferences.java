package dev.escapement.apiserver;

import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** What an owner reference must say. */
final class OwnerReferences {
    private static final String FIELD = "metadata.ownerReferences";

    private static final List<String> ORDER =
            List.of("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion");

    private OwnerReferences() {}

    static void validate(JsonNode references, List<Cause> causes) {
        String controller = "";
        for (JsonNode reference : references) {
            if (version(reference).isEmpty()) {
                causes.add(Cause.invalid(
                        FIELD + ".apiVersion", Json.text(reference, "apiVersion"), "version must not be empty"));
            }
            for (String field : List.of("kind", "name", "uid")) {
                if (Json.text(reference, field).isEmpty()) {
                    causes.add(Cause.invalid(FIELD + "." + field, "", "must not be empty"));
                }
            }
            if (Json.text(reference, "apiVersion").equals("v1")
                    && Json.text(reference, "kind").equals("Event")) {
                causes.add(Cause.invalidAsPrinted(
                        FIELD, printedOne(reference), "/v1, Kind=Event is disallowed from being an owner"));
            }
            if (reference.path("controller").asBoolean()) {
                String name = Json.text(reference, "kind") + "/" + Json.text(reference, "name");
                if (controller.isEmpty()) {
                    controller = name;
                } else {
                    causes.add(Cause.invalidAsPrinted(
                            FIELD,
                            printed(references),
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + controller + " and " + name));
                }
            }
        }
    }

    private static String version(JsonNode reference) {
        String apiVersion = Json.text(reference, "apiVersion");
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    private static String printedOne(JsonNode reference) {
        String list = printed(Trees.array().add(reference));
        return list.substring(1, list.length() - 1);
    }

    /** In the order of the Go struct. */
    private static String printed(JsonNode references) {
        return references
                .valueStream()
                .map(reference -> ORDER.stream()
                        .filter(reference::has)
                        .map(field -> GoText.quote(field) + ":" + GoText.json(reference.get(field)))
                        .collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
