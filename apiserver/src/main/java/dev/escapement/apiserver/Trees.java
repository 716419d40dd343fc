package dev.escapement.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON trees from bytes, and back. */
final class Trees {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // 100.0 stays so, and does not become 1E+2
            .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
            .build();

    private static final BigDecimal LARGEST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
    /** From here on Go prints a float64 with an exponent. */
    private static final BigDecimal LARGEST_PLAIN = new BigDecimal("1e21");

    private Trees() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Parses what a client sent, its numbers as Go's float64 prints them: 1000 for 1e3 and 1000.0. */
    static JsonNode parse(byte[] bytes) throws JsonProcessingException {
        try {
            return plain(MAPPER.readTree(bytes));
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode plain(JsonNode node) {
        switch (node) {
            case ObjectNode object -> object.properties().forEach(field -> field.setValue(plain(field.getValue())));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, plain(array.get(i)));
                }
            }
            default -> {
                if (node.isBigDecimal()) {
                    return whole(node);
                }
            }
        }
        return node;
    }

    private static JsonNode whole(JsonNode number) {
        BigDecimal value = number.decimalValue();
        boolean whole = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
        if (whole && value.abs().compareTo(LARGEST_LONG) <= 0) {
            return LongNode.valueOf(value.longValue());
        }
        return whole && value.abs().compareTo(LARGEST_PLAIN) < 0
                ? BigIntegerNode.valueOf(value.toBigInteger())
                : DecimalNode.valueOf(new BigDecimal(Double.toString(value.doubleValue())));
    }

    /** Parses what this server wrote, so that an error is a defect. */
    static ObjectNode parseOwn(byte[] bytes) {
        try {
            return (ObjectNode) MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
