package dev.escapement.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Requests to a real kube-apiserver (1.36) and its answers; ids are left out, times are the number of the step. */
final class Recorded {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Recorded() {}

    static JsonNode file(String name) {
        try (var stream = Recorded.class.getResourceAsStream("/recorded/" + name)) {
            return MAPPER.readTree(Objects.requireNonNull(stream));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Stream<JsonNode> cases(String file) {
        return file(file).valueStream();
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Through text, as over the wire: so that numbers have the types that the parser gives them. */
    static JsonNode reparsed(JsonNode node) {
        try {
            return MAPPER.readTree(node.toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The causes of an answer; Go's maps have no order, so neither have these. */
    static List<String> causes(JsonNode status) {
        return status.path("details")
                .path("causes")
                .valueStream()
                .map(JsonNode::toString)
                .sorted()
                .toList();
    }
}
