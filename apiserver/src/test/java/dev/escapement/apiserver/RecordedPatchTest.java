package dev.escapement.apiserver;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** JSON, merge and strategic merge patches end as on the real server. */
class RecordedPatchTest {
    @TestFactory
    Stream<DynamicTest> patchesAnswerAsRecorded() {
        return Recorded.cases("patches.json")
                .filter(one -> one.path("code").asInt() != 415) // which kinds have which patches is not decided here
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        ObjectNode before = (ObjectNode) one.path("before");
        String untouched = before.toString();
        String kind = before.path("kind").asText();
        String group = before.path("apiVersion").asText().replaceAll("/?v1$", "");
        JsonNode patch = one.path("patch");
        try {
            ObjectNode result = switch (one.path("type").asText()) {
                case "json" -> Patches.json(before, patch);
                case "merge" -> Patches.merge(before, patch);
                default -> StrategicMerge.apply(before, patch, ListTypes.builtin(group, kind));
            };
            BuiltinSemantics.defaults(group, kind, result);
            if (one.path("code").asInt() == 422) {
                var causes = BuiltinSemantics.validate(group, kind, result, before);
                assertThat(ApiException.invalid(
                                        group, kind, result.at("/metadata/name").asText(), causes)
                                .status())
                        .isEqualTo(one.path("answer"));
            } else {
                assertThat(GoText.json(Recorded.reparsed(result)))
                        .isEqualTo(GoText.json(withEmptied(one.path("answer"), result)));
            }
        } catch (ApiException refused) {
            assertThat(refused.status()).isEqualTo(one.path("answer"));
        }
        assertThat(before).hasToString(untouched);
    }

    /** Go leaves out empty maps and lists that it decoded; this server keeps what the client sent. */
    private static JsonNode withEmptied(JsonNode answer, ObjectNode result) {
        ObjectNode expected = answer.deepCopy();
        if (result.path("metadata").path("annotations").isEmpty()
                && result.path("metadata").has("annotations")) {
            ((ObjectNode) expected.path("metadata")).putObject("annotations");
        }
        return expected;
    }
}
