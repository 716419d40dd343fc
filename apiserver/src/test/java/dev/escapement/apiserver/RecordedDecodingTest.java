package dev.escapement.apiserver;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What does not fit a built-in kind is refused, or named and dropped, as by the real server. */
class RecordedDecodingTest {
    @TestFactory
    Stream<DynamicTest> bodiesAnswerAsRecorded() {
        return Recorded.cases("decoding.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        ObjectNode object = ((ObjectNode) one.path("body")).deepCopy();
        String kind = object.path("kind").asText();
        String group = object.path("apiVersion").asText().replaceAll("/?v1$", "");
        String message;
        try {
            String unknown = BuiltinSemantics.decode(group, "v1", kind, object).stream()
                    .map(path -> "unknown field " + GoText.quote(path))
                    .collect(Collectors.joining(", "));
            message = unknown.isEmpty()
                    ? ""
                    : kind + " in version \"v1\" cannot be handled as a " + kind + ": strict decoding error: "
                            + unknown;
        } catch (ApiException refused) {
            message = refused.text();
        }
        assertThat(message).isEqualTo(one.path("message").asText());
    }
}
