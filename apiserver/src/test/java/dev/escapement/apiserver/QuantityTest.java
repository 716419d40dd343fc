package dev.escapement.apiserver;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0.5, 500m",
        "1000m, 1",
        "1500m, 1500m",
        "2, 2",
        "1000, 1k",
        "1500, 1500",
        "10000000, 10M",
        "0.25, 250m",
        "64Mi, 64Mi",
        "1024Mi, 1Gi",
        "1536Mi, 1536Mi",
        "0.5Gi, 512Mi",
        "0.5Ki, 512",
        "0, 0",
        "0.000000000001, 1n",
        "-1500m, -1500m",
        "+2.50, 2500m",
        "1e3, 1e3",
        "12E6, 12e6",
        "1000Ei, 1000Ei",
        "nonsense, nonsense",
    })
    void isPrintedAsTheServerDoes(String given, String printed) {
        assertThat(Quantity.canonical(TextNode.valueOf(given))).isEqualTo(printed);
    }
}
