package dev.escapement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonTreesTest {
    @ParameterizedTest(name = "{0} has all of {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    {"a":1,"b":2}       | {"a":1}             | true
                    {"a":1}             | {"a":1,"b":2}       | false
                    {"a":1}             | {"a":1.0}           | true
                    {"a":"1"}           | {"a":1}             | false
                    {"a":[1,2]}         | {"a":[1]}           | false
                    {"a":[{"x":1,"y":2}]} | {"a":[{"x":1}]}   | true
                    {"a":[{"x":1},{"x":2}]} | {"a":[{"x":2},{"x":1}]} | false
                    {}                  | {"a":null}          | true
                    {}                  | {"a":{}}            | true
                    {"a":1}             | {"a":{}}            | false
                    """)
    void contains(String actual, String desired, boolean expected) throws JsonProcessingException {
        assertThat(JsonTrees.contains(tree(actual), tree(desired))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "from {0} to {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    {}                  | {"a":1}             | {"a":1}
                    {"a":1}             | {"a":1}             | {}
                    {"a":1}             | {"a":1.0}           | {}
                    {"a":1,"b":2}       | {"a":1}             | {"b":null}
                    {"a":{"x":1,"y":2}} | {"a":{"x":1}}       | {"a":{"y":null}}
                    {"a":[1,2]}         | {"a":[2]}           | {"a":[2]}
                    {"a":1}             | {"a":null}          | {"a":null}
                    {}                  | {"a":null}          | {}
                    {"a":{"x":1}}       | {"a":"s"}           | {"a":"s"}
                    {"a":[{"x":1}]}     | {"a":[{"x":1.0,"y":null}]} | {}
                    {"a":[{"x":1}]}     | {"a":[{"x":2}]}     | {"a":[{"x":2}]}
                    """)
    void mergePatch(String from, String to, String expected) throws JsonProcessingException {
        assertThat(JsonTrees.mergePatch(tree(from), tree(to))).isEqualTo(tree(expected));
    }

    private static JsonNode tree(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }
}
