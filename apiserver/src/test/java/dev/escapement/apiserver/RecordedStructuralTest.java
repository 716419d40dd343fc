package dev.escapement.apiserver;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Schemas of custom resources are accepted and refused as by the real server. */
class RecordedStructuralTest {
    @TestFactory
    Stream<DynamicTest> schemasAnswerAsRecorded() {
        return Recorded.cases("structural.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        var causes = StructuralSchema.violations(one.path("schema"), "spec.validation.openAPIV3Schema");
        ApiException refused = ApiException.invalid("apiextensions.k8s.io", "CustomResourceDefinition", "x", causes);
        assertThat(Recorded.causes(refused.status())).isEqualTo(Recorded.causes(one.path("answer")));
    }
}
