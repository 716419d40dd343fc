package dev.escapement.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Between JSON and fabric8's models, or what an author's {@link Decoder} makes; one for each client, without global state.
 *
 * <p>Safe for use by many threads. Decoding takes no lock, but for the first time of a type, when Jackson looks at its class.
 */
public final class Json {
    /** Without the interning of names: all of a JVM's mappers share one table for that, with a lock for when it is full. */
    private final ObjectMapper mapper = new ObjectMapper(JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build());

    private final KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);
    private final ConcurrentHashMap<Class<?>, Decoder<?>> decoders;

    /** A codec of its own. */
    public Json() {
        this(Map.of());
    }

    /** The same with decoders of the author's, by the type that each of them makes. */
    public Json(Map<? extends Class<?>, ? extends Decoder<?>> decoders) {
        this.decoders = new ConcurrentHashMap<>(decoders);
    }

    /**
     * Makes a typed object of JSON. For a record, members that it has no component for are passed over.
     *
     * @throws UndecodableException if the JSON does not fit the type
     */
    public <T> T decode(byte[] json, Class<T> type) {
        try {
            return type.cast(decoder(type).decode(json));
        } catch (Exception e) {
            throw new UndecodableException(type, e);
        }
    }

    private Decoder<?> decoder(Class<?> type) {
        var decoder = decoders.get(type);
        return decoder != null ? decoder : decoders.computeIfAbsent(type, this::usual);
    }

    private Decoder<?> usual(Class<?> type) {
        var reader = mapper.readerFor(type);
        // A record says what is wanted of an object, not what there is.
        var lenient = type.isRecord() ? reader.without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) : reader;
        return lenient::readValue;
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
