package dev.escapement.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeltaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"a\":1} | {\"a\":1} | []",
                "{\"a\":1,\"b\":{\"c\":2}} | {\"a\":1,\"b\":{\"c\":3}} | [[[\"b\",\"c\"],3]]",
                "{\"a\":[1,2,3]} | {\"a\":[1,9,3]} | [[[\"a\",1],9]]",
                "{\"a\":[1,2,3]} | {\"a\":[1,2]} | [[[\"a\"],[1,2]]]",
                "{\"a\":{\"b\":1}} | {\"a\":{\"c\":1}} | [[[\"a\"],{\"c\":1}]]",
                "{\"a\":null} | {\"a\":[]} | [[[\"a\"],[]]]",
                "{\"a\":1} | {\"b\":1} | [[[],{\"b\":1}]]"
            })
    void onlyWhatHasChangedIsGiven(String before, String after, String changes) throws JsonProcessingException {
        assertThat(Delta.between(json(before), json(after))).isEqualTo(json(changes));
    }

    @Test
    void aPathStaysAsItWasWhenOthersFollow() throws JsonProcessingException {
        var delta = Delta.between(json("{\"a\":{\"b\":1,\"c\":1}}"), json("{\"a\":{\"b\":2,\"c\":2}}"));
        assertThat(delta).isEqualTo(json("[[[\"a\",\"b\"],2],[[\"a\",\"c\"],2]]"));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
