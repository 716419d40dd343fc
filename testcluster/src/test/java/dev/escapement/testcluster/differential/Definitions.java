package dev.escapement.testcluster.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The custom resources that the scripts use. */
final class Definitions {
    private Definitions() {}

    static List<JsonNode> all() {
        try (var file = Definitions.class.getResourceAsStream("/differential/definitions.json")) {
            var definitions = new ArrayList<JsonNode>();
            new ObjectMapper().readTree(file).forEach(definitions::add);
            return definitions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
