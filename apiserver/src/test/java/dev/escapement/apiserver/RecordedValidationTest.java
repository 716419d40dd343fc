package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Custom resources are pruned, defaulted and refused as the real server does it. */
class RecordedValidationTest {
    private static StructuralSchema schema() {
        try {
            return StructuralSchema.parse(Recorded.file("gadget-schema.json"));
        } catch (ApiException refused) {
            throw new AssertionError(refused);
        }
    }

    @TestFactory
    Stream<DynamicTest> createsAnswerAsRecorded() {
        StructuralSchema schema = schema();
        return Recorded.cases("validation.json")
                .filter(one -> one.path("code").asInt() != 400)
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> check(one, schema)));
    }

    @TestFactory
    Stream<DynamicTest> unknownFieldsAreNamedAsRecorded() {
        StructuralSchema schema = schema();
        return Recorded.cases("validation.json")
                .filter(one -> one.path("answer").path("message").asText().contains("strict decoding error: "))
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> {
                    String message = one.path("answer").path("message").asText();
                    String errors = message.substring(message.indexOf("unknown field"));
                    assertThat(schema.unknownFields((ObjectNode) one.path("body")))
                            .extracting(path -> "unknown field " + GoText.quote(path))
                            .containsExactly(errors.split(", ", -1));
                }));
    }

    private static void check(JsonNode one, StructuralSchema schema) {
        ObjectNode object = ((ObjectNode) one.path("body")).deepCopy();
        object.remove("status"); // as the real server does on create, where there is a status subresource
        schema.prune(object);
        schema.applyDefaults(object);
        var causes = new ArrayList<>(Names.check("example.dev", "Gadget", Json.text(object, "metadata", "name")));
        causes.addAll(Names.validateMetadata(object));
        causes.addAll(schema.validate(object));
        JsonNode answer = one.path("answer");
        if (one.path("code").asInt() == 422) {
            String name = Json.text(object, "metadata", "name");
            ApiException refused = ApiException.invalid("example.dev", "Gadget", name, causes);
            assertThat(Recorded.causes(refused.status())).isEqualTo(Recorded.causes(answer));
            if (causes.size() == 1) {
                assertThat(refused.status()).isEqualTo(answer);
            }
        } else {
            assertThat(causes).isEmpty();
            assertThat(Json.same(object.path("spec"), answer.path("spec")))
                    .as("%s is %s", object.path("spec"), answer.path("spec"))
                    .isTrue();
        }
    }
}
