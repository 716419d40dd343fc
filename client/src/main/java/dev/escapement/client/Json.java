package dev.escapement.client;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Between JSON and fabric8's models; one for each client, without global state. Safe for use by many threads. */
public final class Json {
    private final ObjectMapper mapper = new ObjectMapper();
    private final KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);

    /** A codec of its own. */
    public Json() {}

    /**
     * Makes a typed object of JSON.
     *
     * @throws UndecodableException if the JSON does not fit the type
     */
    public <T> T decode(byte[] json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (IOException e) {
            throw new UndecodableException(type, e);
        }
    }

    /**
     * Makes a record of the members of JSON that its components are named after; others are passed over.
     *
     * @throws UndecodableException if the JSON does not fit the type
     */
    public <T> T view(byte[] json, Class<T> type) {
        try {
            return mapper.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(json);
        } catch (IOException e) {
            throw new UndecodableException(type, e);
        }
    }

    /** The JSON of a typed object. */
    public byte[] encode(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    value.getClass().getName() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The JSON tree of a typed object. */
    public JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    /** The JSON tree of a document. */
    public JsonNode parse(byte[] json) {
        return decode(json, JsonNode.class);
    }

    KubernetesSerialization serialization() {
        return serialization;
    }
}
