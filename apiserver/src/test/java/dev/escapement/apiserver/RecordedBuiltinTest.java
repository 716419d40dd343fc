package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Objects of built-in kinds are refused for the reasons for which the real server refuses them. */
class RecordedBuiltinTest {
    /** Here the real server prints its internal structs, or differences of them. */
    private static final Set<String> INTERNAL = Set.of("job template changed", "pvc changed", "pod command changed");

    @TestFactory
    Stream<DynamicTest> writesAnswerAsRecorded() {
        return Recorded.cases("builtin.json")
                .filter(one -> one.path("code").asInt() != 400)
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        ObjectNode object = ((ObjectNode) one.path("body")).deepCopy();
        grow(object);
        ObjectNode before = one.has("before") ? (ObjectNode) one.path("before") : null;
        String kind = object.path("kind").asText();
        String apiVersion = object.path("apiVersion").asText();
        String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        String name = object.at("/metadata/name").asText();
        BuiltinSemantics.defaults(group, kind, object);
        var causes = new ArrayList<Cause>();
        if (before == null) {
            causes.addAll(Names.check(group, kind, name));
        }
        causes.addAll(Names.validateMetadata(object));
        causes.addAll(BuiltinSemantics.validate(group, kind, object, before));
        JsonNode answer = one.path("answer");
        if (INTERNAL.contains(one.path("name").asText())) {
            assertThat(causes)
                    .extracting(cause -> cause.reason() + " " + cause.field())
                    .containsExactlyInAnyOrderElementsOf(fields(answer));
        } else {
            ApiException refused = ApiException.invalid(group, kind, name, causes);
            assertThat(Recorded.causes(refused.status())).isEqualTo(Recorded.causes(answer));
        }
    }

    private static List<String> fields(JsonNode answer) {
        return answer.at("/details/causes")
                .valueStream()
                .map(cause -> cause.path("reason").asText() + " "
                        + cause.path("field").asText())
                .toList();
    }

    /** The large values are not recorded as they were. */
    private static void grow(ObjectNode object) {
        for (JsonNode holder : List.of(object.path("data"), object.at("/metadata/annotations"))) {
            if (holder instanceof ObjectNode map && map.path("a").asText().equals("LARGE")) {
                map.put("a", "x".repeat(1_100_000));
            }
        }
    }
}
