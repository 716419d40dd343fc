package dev.escapement.apiserver;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** New objects of built-in kinds are filled in as the real server fills them in. */
class RecordedDefaultsTest {
    @TestFactory
    Stream<DynamicTest> createsAnswerAsRecorded() {
        return Recorded.cases("defaults.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> check(one)));
    }

    @TestFactory
    Stream<DynamicTest> defaultsOfACompleteObjectChangeNothing() {
        return Recorded.cases("defaults.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> {
                    ObjectNode object = ((ObjectNode) one.path("answer")).deepCopy();
                    BuiltinSemantics.defaults(group(object), object.path("kind").asText(), object);
                    assertThat(Recorded.reparsed(object)).isEqualTo(one.path("answer"));
                }));
    }

    private static void check(JsonNode one) {
        JsonNode answer = one.path("answer");
        ObjectNode object = ((ObjectNode) one.path("body")).deepCopy();
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        String kind = object.path("kind").asText();
        if (answer.path("metadata").has("namespace")) {
            metadata.put("namespace", "sem");
        }
        JsonNode uid = answer.at("/metadata/labels/controller-uid");
        if (uid.isTextual()) {
            metadata.set("uid", uid);
        }
        BuiltinSemantics.defaults(group(object), kind, object);
        BuiltinSemantics.onCreate(group(object), kind, object);
        metadata.remove("uid");
        assertThat(GoText.json(Recorded.reparsed(object))).isEqualTo(GoText.json(answer));
    }

    private static String group(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText();
        return apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    }
}
