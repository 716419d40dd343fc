package dev.escapement.simulation;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.apiserver.Response;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Answers of an API server that fails, in the words of the real one. */
final class FaultAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FaultAnswer() {}

    static Response tooManyRequests(int seconds) {
        var status = status(429, "TooManyRequests", "Too many requests, please try again later.");
        status.putObject("details").put("retryAfterSeconds", seconds);
        return whole(429, status).with("Retry-After", Integer.toString(seconds));
    }

    static Response unavailable() {
        return whole(503, status(503, "ServiceUnavailable", "the server is currently unable to handle the request"));
    }

    /** What stands before the server does not speak its language. */
    static Response noUpstream() {
        return new Response.Whole(
                503,
                Map.of("Content-Type", "text/plain"),
                List.of("upstream connect error or disconnect/reset before headers".getBytes(UTF_8)));
    }

    static Response leaderChanged() {
        return whole(500, status(500, "", "etcdserver: leader changed"));
    }

    static Response timeout() {
        return whole(
                504,
                status(
                        504,
                        "Timeout",
                        "Timeout: request did not complete within requested timeout - context deadline exceeded"));
    }

    static Response conflict(FaultTarget target) {
        var parts = List.of(target.collection().split("/", -1));
        boolean grouped = parts.get(1).equals("apis");
        var resource = parts.getLast() + (grouped ? "." + parts.get(2) : "");
        var status = status(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + resource + " \"" + target.name()
                        + "\": the object has been modified; please apply your changes to the latest version and try again");
        details(status, target, parts, grouped);
        return whole(409, status);
    }

    static Response notFound(FaultTarget target) {
        var parts = List.of(target.collection().split("/", -1));
        boolean grouped = parts.get(1).equals("apis");
        var resource = parts.getLast() + (grouped ? "." + parts.get(2) : "");
        var status = status(404, "NotFound", resource + " \"" + target.name() + "\" not found");
        details(status, target, parts, grouped);
        return whole(404, status);
    }

    private static void details(ObjectNode status, FaultTarget target, List<String> parts, boolean grouped) {
        var details = status.putObject("details").put("name", target.name());
        if (grouped) {
            details.put("group", parts.get(2));
        }
        details.put("kind", parts.getLast());
    }

    static Response expiredPage() {
        return whole(
                410,
                status(
                        410,
                        "Expired",
                        "The provided continue parameter is too old to display a consistent list result. You can start a new"
                                + " list without the continue parameter."));
    }

    static Response noWatchList() {
        return whole(
                422,
                status(
                        422,
                        "Invalid",
                        "ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden"
                                + " for watch unless the WatchList feature gate is enabled"));
    }

    /** The frame that says so on a watch. */
    static byte[] expired(long version, long oldest) {
        return frame("ERROR", status(410, "Expired", "too old resource version: " + version + " (" + oldest + ")"));
    }

    /** A frame of a watch. */
    static byte[] frame(String type, ObjectNode object) {
        return (bytes(JsonNodeFactory.instance.objectNode().put("type", type).set("object", object)) + "\n")
                .getBytes(UTF_8);
    }

    static Response whole(int code, ObjectNode body) {
        return Response.json(code, bytes(body).getBytes(UTF_8));
    }

    private static ObjectNode status(int code, String reason, String message) {
        var status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        return status.put("code", code);
    }

    static ObjectNode parse(byte[] body) {
        try {
            return (ObjectNode) JSON.readTree(body);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("an answer that is no JSON object: " + new String(body, UTF_8), e);
        }
    }

    private static String bytes(com.fasterxml.jackson.databind.JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
