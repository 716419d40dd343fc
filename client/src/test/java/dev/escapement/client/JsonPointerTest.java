package dev.escapement.client;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonPointerTest {
    private static final byte[] JSON = """
            { "kind": "Pod",
              "metadata": {"name": "x", "annotations": {"a.io/b": "slash", "t~": "tilde", "": "nothing"}},
              "spec": {"nodeName": "n\\u00e4\\"1", "none": null, "count": -3.5e1, "yes": true,
                "containers": [ {"image": "i1", "ports": [1, 2]}, {}, {"image": "i2", "ports": []}, "odd" ] } }
            """.getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            value = {
                "/kind,[Pod]",
                "/metadata/name,[x]",
                "/metadata/annotations/a.io~1b,[slash]",
                "/metadata/annotations/t~0,[tilde]",
                "/metadata/annotations/,[nothing]",
                "/spec/nodeName,[nä\"1]",
                "/spec/none,[]",
                "/spec/count,[-3.5e1]",
                "/spec/yes,[true]",
                "/spec/containers,[]",
                "/spec/containers/0/image,[i1]",
                "/spec/containers/1/image,[]",
                "/spec/containers/7/image,[]",
                "/spec/containers/-,[]",
                "/spec/containers/3,[odd]",
                "/missing/deeper,[]",
                "/kind/deeper,[]"
            })
    void findsTextNumbersAndTruthValues(String pointer, String texts) {
        assertThat(JsonPointer.of(pointer).texts(JSON)).hasToString(texts);
    }

    @Test
    void aStarIsEveryElementOrMember() {
        assertThat(JsonPointer.of("/spec/containers/*/image").texts(JSON)).containsExactly("i1", "i2");
        assertThat(JsonPointer.of("/spec/containers/*/ports/*").texts(JSON)).containsExactly("1", "2");
        assertThat(JsonPointer.of("/metadata/annotations/*").texts(JSON)).containsExactly("slash", "tilde", "nothing");
        assertThat(JsonPointer.of("/spec/containers/*/image").text(JSON)).hasValue("i1");
    }

    @Test
    void dotsDoForFields() {
        assertThat(JsonPointer.dotted("spec.yes").text(JSON)).hasValue("true");
        assertThat(JsonPointer.dotted("spec.yes"))
                .isEqualTo(JsonPointer.of("/spec/yes"))
                .hasSameHashCodeAs(JsonPointer.of("/spec/yes"));
        assertThat(JsonPointer.dotted("spec.no").text(JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "spec", "/a~b", "/a~", "/~2"})
    void refusesWhatIsNoPointer(String pointer) {
        assertThatThrownBy(() -> JsonPointer.of(pointer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + pointer + "\" is no JSON pointer");
    }

    @Test
    void onlyMetadataIsLeftOfAnObject() {
        var whole = RawObject.of(JSON);
        var kind = new Kind("apps", "v1", "Thing", "things", true);
        var stripped = MetadataOnly.of(kind, whole);
        assertThat(new String(stripped.json(), StandardCharsets.UTF_8))
                .startsWith("{\"apiVersion\":\"apps/v1\",\"kind\":\"Thing\",\"metadata\":{\"name\": \"x\"")
                .doesNotContain("spec")
                .endsWith("}}}");
        assertThat(stripped.header().key()).isEqualTo(whole.header().key());
        assertThat(MetadataOnly.of(kind, stripped).json()).isEqualTo(stripped.json());
    }
}
