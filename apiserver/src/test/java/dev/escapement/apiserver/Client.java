package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Talks to a server in this process, in JSON with single quotes. */
final class Client {
    private final ApiServer server;

    Client(ApiServer server) {
        this.server = server;
    }

    /** An answer's code and body. */
    record Answer(int code, ObjectNode body, Response response) {
        String name() {
            return text("metadata", "name");
        }

        String version() {
            return text("metadata", "resourceVersion");
        }

        String message() {
            return text("message");
        }

        String text(String... path) {
            return Json.text(body, path);
        }

        Answer is(int expected) {
            assertThat(code).as(body.toString()).isEqualTo(expected);
            return this;
        }
    }

    Answer get(String target) {
        return send(Request.of("GET", target));
    }

    Answer delete(String target) {
        return send(Request.of("DELETE", target));
    }

    Answer delete(String target, String options) {
        return send("DELETE", target, "application/json", options);
    }

    Answer post(String target, String object) {
        return send("POST", target, "application/json", object);
    }

    Answer put(String target, String object) {
        return send("PUT", target, "application/json", object);
    }

    Answer merge(String target, String patch) {
        return send("PATCH", target, "application/merge-patch+json", patch);
    }

    Answer apply(String target, String object) {
        return send("PATCH", target, "application/apply-patch+yaml", object);
    }

    Answer send(String method, String target, String contentType, String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return send(Request.of(method, target).body(contentType, bytes));
    }

    Answer send(Request request) {
        Response response = server.handle(request);
        assertThat(response).isInstanceOf(Response.Whole.class);
        byte[] body = ((Response.Whole) response).body();
        boolean json = "application/json".equals(response.headers().get("Content-Type"))
                || (body.length > 0 && body[0] == '{');
        return new Answer(response.status(), json ? Trees.parseOwn(body) : Trees.object(), response);
    }

    /** A watch, whose events are there to be read at once. */
    Watch watch(String target) {
        Response response = server.handle(Request.of("GET", target));
        assertThat(response).isInstanceOf(Response.Streaming.class);
        return new Watch(((Response.Streaming) response).chunks());
    }

    record Watch(Chunks chunks) {
        /** What came since the last call, each as {@code TYPE name}. */
        List<String> events() {
            return all().stream()
                    .map(event -> Json.text(event, "type") + " " + Json.text(event, "object", "metadata", "name"))
                    .toList();
        }

        List<ObjectNode> all() {
            List<ObjectNode> events = new ArrayList<>();
            for (byte[] chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
                events.add(Trees.parseOwn(chunk));
            }
            return events;
        }
    }
}
