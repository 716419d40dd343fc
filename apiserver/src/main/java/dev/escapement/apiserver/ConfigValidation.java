package dev.escapement.apiserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** ConfigMap and Secret. */
final class ConfigValidation {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_SIZE = 1024 * 1024;
    private static final String FROZEN = "field is immutable when `immutable` is set";

    private ConfigValidation() {}

    static void configMap(ObjectNode map, @Nullable ObjectNode before, Checks checks) {
        frozen(map, before, List.of("data", "binaryData"), checks);
        long size = 0;
        for (String field : List.of("data", "binaryData")) {
            for (var entry : map.path(field).properties()) {
                String key = entry.getKey();
                checks.complaints(field + "[" + key + "]", key, NameRules.configKey(key));
                String other = field.equals("data") ? "binaryData" : "data";
                if (field.equals("data") && map.path(other).has(key)) {
                    checks.add(Cause.invalid("data[" + key + "]", key, "duplicate of key present in binaryData"));
                }
                size += entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        if (size > MAX_SIZE) {
            checks.add(Cause.tooLong("[]", MAX_SIZE)); // an empty path of the real server
        }
    }

    static void secret(ObjectNode secret, @Nullable ObjectNode before, Checks checks) {
        if (before != null && !Json.text(secret, "type").equals(Json.text(before, "type"))) {
            checks.add(Cause.invalid("type", Json.text(secret, "type"), Checks.IMMUTABLE));
        }
        frozen(secret, before, List.of("data"), checks);
        long size = 0;
        for (var entry : secret.path("data").properties()) {
            String key = entry.getKey();
            checks.complaints("data[" + key + "]", key, NameRules.configKey(key));
            size += entry.getValue().asText().length() * 3L / 4;
        }
        if (size > MAX_SIZE) {
            checks.add(Cause.tooLong("data", MAX_SIZE));
        }
        secretOfType(secret, checks);
    }

    private static void secretOfType(ObjectNode secret, Checks checks) {
        JsonNode data = secret.path("data");
        switch (Json.text(secret, "type")) {
            case "kubernetes.io/service-account-token" -> {
                String annotation = "kubernetes.io/service-account.name";
                if (Json.text(secret, "metadata", "annotations", annotation).isEmpty()) {
                    checks.add(Cause.required("metadata.annotations[" + annotation + "]", ""));
                }
            }
            case "kubernetes.io/dockercfg" -> docker(data, ".dockercfg", checks);
            case "kubernetes.io/dockerconfigjson" -> docker(data, ".dockerconfigjson", checks);
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    requireKey(data, "username", checks);
                    requireKey(data, "password", checks);
                }
            }
            case "kubernetes.io/ssh-auth" -> requireKey(data, "ssh-privatekey", checks);
            case "kubernetes.io/tls" -> {
                requireKey(data, "tls.crt", checks);
                requireKey(data, "tls.key", checks);
            }
            default -> {}
        }
    }

    private static void requireKey(JsonNode data, String key, Checks checks) {
        if (!data.has(key)) {
            checks.add(Cause.required("data[" + key + "]", ""));
        }
    }

    private static void docker(JsonNode data, String key, Checks checks) {
        requireKey(data, key, checks);
        if (data.has(key)) {
            String complaint = jsonComplaint(data.path(key).asText());
            if (!complaint.isEmpty()) {
                checks.add(Cause.invalid("data[" + key + "]", "<secret contents redacted>", complaint));
            }
        }
    }

    private static String jsonComplaint(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException invalid) {
            return "illegal base64 data";
        }
        try {
            return MAPPER.readTree(bytes).isObject()
                    ? ""
                    : "json: cannot unmarshal into Go value of type map[string]interface {}";
        } catch (JsonProcessingException invalid) {
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            return text.isEmpty()
                    ? "unexpected end of JSON input"
                    : "invalid character '" + text.charAt(0) + "' looking for beginning of value";
        } catch (IOException invalid) {
            return "unexpected end of JSON input";
        }
    }

    private static void frozen(ObjectNode object, @Nullable ObjectNode before, List<String> fields, Checks checks) {
        if (before == null || !before.path("immutable").asBoolean()) {
            return;
        }
        if (!object.path("immutable").asBoolean()) {
            checks.add(Cause.forbidden("immutable", FROZEN));
        }
        for (String field : fields) {
            if (!object.path(field).equals(before.path(field))) {
                checks.add(Cause.forbidden(field, FROZEN));
            }
        }
    }
}
