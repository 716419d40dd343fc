package dev.escapement.apiserver;

import java.time.Instant;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Chains of applies, updates and patches end with the owners, and the objects, that the real server ends with. */
class RecordedApplyTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TestFactory
    Stream<DynamicTest> stepsAnswerAsRecorded() throws ApiException {
        StructuralSchema gadget = StructuralSchema.parse(Recorded.file("gadget-schema.json"));
        return Recorded.cases("apply.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> {
                    ObjectNode live = null;
                    int step = 0;
                    for (JsonNode request : one.path("steps")) {
                        live = step(live, request, START.plusSeconds(step), gadget);
                        step++;
                    }
                }));
    }

    /** Returns the recorded object after the step, so that one difference does not hide the next. */
    private static ObjectNode step(ObjectNode live, JsonNode request, Instant now, StructuralSchema gadget)
            throws ApiException {
        JsonNode answer = request.path("answer");
        ObjectNode sample = live == null ? (ObjectNode) request.path("body") : live;
        String kind = sample.path("kind").asText();
        String group = sample.path("apiVersion").asText().replaceAll("/?v1$", "");
        ListTypes types = kind.equals("Gadget") ? gadget.listTypes() : ListTypes.builtin(group, kind);
        String subresource = request.path("subresource").isTextual()
                ? request.path("subresource").asText()
                : null;
        try {
            ObjectNode result = result(live, request, subresource, now, types);
            if (kind.equals("Gadget")) {
                gadget.prune(result);
                gadget.applyDefaults(result);
            } else {
                BuiltinSemantics.defaults(group, kind, result);
            }
            if (!request.path("op").asText().equals("apply")) {
                String manager = request.path("query").path("fieldManager").asText();
                ManagedFields.track(live, result, manager, subresource, now, types, new FieldSet());
            }
            if (kind.equals("Service")) {
                ServiceAddress.allocate(result);
            }
            if (request.path("code").asInt() == 422) {
                return live; // refused by what comes after these
            }
            assertThat(request.path("code").asInt()).as("%s", result).isLessThan(300);
            ((ObjectNode) result.path("metadata")).put("namespace", "sem");
            JsonNode actual = Recorded.reparsed(result);
            assertThat(GoText.json(actual)).isEqualTo(GoText.json(answer));
            return ((ObjectNode) answer).deepCopy();
        } catch (ApiException refused) {
            if (request.path("code").asInt() != 422) {
                ObjectNode status = refused.status();
                assertThat(Recorded.causes(status)).isEqualTo(Recorded.causes(answer));
                assertThat(status.path("message")).isEqualTo(answer.path("message"));
                assertThat(status.path("code")).isEqualTo(answer.path("code"));
            }
            return live;
        }
    }

    private static ObjectNode result(
            ObjectNode live, JsonNode request, String subresource, Instant now, ListTypes types) throws ApiException {
        ObjectNode body = (ObjectNode) request.path("body");
        String manager = request.path("query").path("fieldManager").asText();
        boolean force = request.path("query").path("force").asBoolean();
        return switch (request.path("op").asText()) {
            case "apply" -> ManagedFields.apply(live, body, manager, force, subresource, now, types, new FieldSet());
            case "merge" -> Patches.merge(live, body);
            default -> body.deepCopy();
        };
    }
}
