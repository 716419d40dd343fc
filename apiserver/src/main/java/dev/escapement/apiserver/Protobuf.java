package dev.escapement.apiserver;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/** Reads the protobuf form of built-in objects, in which {@code kubectl create deployment} and its like send them. */
final class Protobuf {
    static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";
    private static final byte[] MAGIC = {'k', '8', 's', 0};

    /** Go embeds these, so that in JSON their fields are those of the message around them. */
    private static final Set<String> INLINE = Set.of(
            "volumeSource",
            "persistentVolumeSource",
            "handler",
            "localObjectReference",
            "ephemeralContainerCommon",
            "ingressRuleValue");

    /** Go writes these whatever they are, and its JSON leaves them out when they are 0 or false. */
    private static final Set<String> ABSENT_WHEN_ZERO = Set.of(
            "generation",
            "minReadySeconds",
            "paused",
            "hostPort",
            "nodePort",
            "healthCheckNodePort",
            "publishNotReadyAddresses",
            "allocateLoadBalancerNodePorts",
            "stdin",
            "stdinOnce",
            "tty",
            "hostIPC",
            "hostNetwork",
            "hostPID",
            "readOnly",
            "unschedulable",
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold");

    private final ByteBuffer in;

    private Protobuf(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads an object in its envelope, which tells its kind. */
    static ObjectNode read(byte[] body, String message) throws ApiException {
        if (body.length < MAGIC.length || !ByteBuffer.wrap(MAGIC).equals(ByteBuffer.wrap(body, 0, MAGIC.length))) {
            throw ApiException.badRequest(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }
        try {
            ByteBuffer content = ByteBuffer.wrap(body, MAGIC.length, body.length - MAGIC.length);
            ObjectNode envelope = new Protobuf(content).message("runtime.Unknown");
            ObjectNode object =
                    new Protobuf(ByteBuffer.wrap(envelope.path("raw").binaryValue())).message(message);
            object.setAll((ObjectNode) envelope.path("typeMeta"));
            return object;
        } catch (BufferUnderflowException | IllegalArgumentException | java.io.IOException | ClassCastException e) {
            throw ApiException.badRequest("the protobuf message cannot be read: " + e.getMessage());
        }
    }

    private ObjectNode message(String name) throws JsonProcessingException {
        Map<Integer, ProtobufTypes.Field> fields = ProtobufTypes.fields(name);
        ObjectNode object = Trees.object();
        while (in.hasRemaining()) {
            long tag = varint();
            ProtobufTypes.Field field = fields == null ? null : fields.get((int) (tag >>> 3));
            if (field == null) {
                skip((int) tag & 7);
            } else {
                put(object, field, (int) tag & 7);
            }
        }
        return object;
    }

    private void put(ObjectNode object, ProtobufTypes.Field field, int wire) throws JsonProcessingException {
        if (field.map()) {
            entry(Json.child(object, field.name()), field.type());
            return;
        }
        JsonNode value = value(field.type(), wire);
        if (field.repeated()) {
            if (value != null) {
                object.withArray(field.name()).add(value);
            }
        } else if (INLINE.contains(field.name()) && value instanceof ObjectNode inner) {
            object.setAll(inner);
        } else if (value != null && !absent(field.name(), value)) {
            object.set(field.name(), value);
        }
    }

    private static boolean absent(String name, JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().isEmpty();
        }
        return value.isValueNode() && ABSENT_WHEN_ZERO.contains(name) && !value.asBoolean();
    }

    private void entry(ObjectNode map, String type) throws JsonProcessingException {
        Protobuf entry = new Protobuf(delimited());
        String key = "";
        JsonNode value = null;
        while (entry.in.hasRemaining()) {
            long tag = entry.varint();
            if (tag >>> 3 == 1) {
                key = entry.text();
            } else {
                value = entry.value(type, (int) tag & 7);
            }
        }
        map.set(key, value == null ? TextNode.valueOf("") : value);
    }

    private @Nullable JsonNode value(String type, int wire) throws JsonProcessingException {
        return switch (type) {
            case "string" -> TextNode.valueOf(text());
            case "bytes" -> BinaryNode.valueOf(bytes(delimited()));
            case "bool" -> BooleanNode.valueOf(varint() != 0);
            case "int32", "int64", "uint32", "uint64" -> LongNode.valueOf(varint());
            case "double" -> DoubleNode.valueOf(in.getDouble());
            default -> {
                if (wire != 2) {
                    throw new IllegalArgumentException("wire type " + wire + " for a " + type);
                }
                yield shaped(type, new Protobuf(delimited()));
            }
        };
    }

    /** The messages that have a form of their own in JSON. */
    private static @Nullable JsonNode shaped(String type, Protobuf body) throws JsonProcessingException {
        if (type.equals("meta.v1.FieldsV1") || type.equals("runtime.RawExtension")) {
            return raw(body);
        }
        ObjectNode message = body.message(type);
        return switch (type) {
            case "meta.v1.Time", "meta.v1.MicroTime" -> time(message, type.endsWith("MicroTime"));
            case "api.resource.Quantity" -> message.path("string");
            case "util.intstr.IntOrString" ->
                message.path("type").asInt() == 0
                        ? LongNode.valueOf(message.path("intVal").asLong())
                        : TextNode.valueOf(Json.text(message, "strVal"));
            default -> message;
        };
    }

    private static @Nullable JsonNode raw(Protobuf body) throws JsonProcessingException {
        JsonNode parsed = null;
        while (body.in.hasRemaining()) {
            if (body.varint() >>> 3 == 1) {
                parsed = Trees.parse(bytes(body.delimited()));
            }
        }
        return parsed;
    }

    private static @Nullable JsonNode time(ObjectNode message, boolean micro) {
        if (message.isEmpty()) {
            return null;
        }
        Instant instant = Instant.ofEpochSecond(
                message.path("seconds").asLong(), message.path("nanos").asLong());
        String text = instant.toString();
        return TextNode.valueOf(micro && !text.contains(".") ? text.replace("Z", ".000000Z") : text);
    }

    private String text() {
        return StandardCharsets.UTF_8.decode(delimited()).toString();
    }

    private ByteBuffer delimited() {
        long length = varint();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return part;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    private void skip(int wire) {
        switch (wire) {
            case 0 -> varint();
            case 1 -> in.getLong();
            case 2 -> delimited();
            case 5 -> in.getInt();
            default -> throw new IllegalArgumentException("wire type " + wire);
        }
    }
}
