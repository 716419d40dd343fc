package dev.escapement.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.escapement.Operator;
import dev.escapement.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the console's requests arrive: each is checked, and gets a file, a reading, a stream, or what came of an action. */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String JSON = "application/json; charset=utf-8";
    private static final int LONGEST_BODY = 16 * 1024;
    /** How long somebody may take to send an action, or to receive an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Operator operator;
    private final Guard guard;
    private final Access access;
    private final boolean actionsAllowed;
    private final Clock clock;
    private final Api api;
    private final Actions actions;
    private final Streams streams;
    private final Files files = new Files();

    Desk(Operator operator, Guard guard, Access access, boolean actionsAllowed, Clock clock) {
        this.operator = operator;
        this.guard = guard;
        this.access = access;
        this.actionsAllowed = actionsAllowed;
        this.clock = clock;
        this.api = new Api(operator);
        this.actions = new Actions(operator);
        this.streams = new Streams(clock);
    }

    Streams streams() {
        return streams;
    }

    void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            secure(exchange);
            try {
                guard.check(exchange);
                answerChecked(exchange);
            } catch (Refusal e) {
                send(exchange, e.status(), JSON, bytes(Words.object().put("error", e.text())));
            } catch (RuntimeException e) {
                LOG.warn("{}: the console cannot answer {}", operator.name(), exchange.getRequestURI(), e);
                send(exchange, 500, JSON, bytes(Words.object().put("error", "this went wrong; the log says more")));
            }
        }
    }

    private static void secure(HttpExchange exchange) {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    private void answerChecked(HttpExchange exchange) throws IOException {
        var method = exchange.getRequestMethod();
        var path = exchange.getRequestURI().getRawPath();
        if (method.equals("POST") && path.startsWith(Api.ROOT + "actions/")) {
            act(exchange, path.substring((Api.ROOT + "actions/").length()));
            return;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            throw new Refusal(405, "only GET and HEAD; actions are POSTed to " + Api.ROOT + "actions/");
        }
        if (!path.startsWith(Api.ROOT)) {
            var file = files.at(path);
            if (file == null) {
                throw new Refusal(404, "there is no such page; the console is at /");
            }
            send(exchange, 200, file.type, file.bytes());
            return;
        }
        read(exchange, path.substring(Api.ROOT.length()));
    }

    private void read(HttpExchange exchange, String path) throws IOException {
        if (path.equals("session")
                && access.asksForToken()
                && !exchange.getRequestHeaders().containsKey("Authorization")) {
            // Somebody who has not said yet who they are is told that they have to.
            send(exchange, 200, JSON, bytes(session().put("actions", false)));
            return;
        }
        var who = access.check(exchange, Access.Wish.SEE);
        var raw = exchange.getRequestURI().getRawQuery();
        var query = Query.parse(raw == null ? "" : raw);
        if (path.equals("session")) {
            send(exchange, 200, JSON, bytes(session().put("user", who).put("token", guard.token())));
        } else if (path.equals("stream")) {
            var view = query.text("of").split("\\?", 2);
            var wanted = Query.parse(view.length == 1 ? "" : view[1]);
            streams.send(
                    exchange,
                    client(query),
                    query.text("of"),
                    () -> access.check(exchange, Access.Wish.SEE),
                    () -> api.read(view[0], wanted));
        } else {
            send(exchange, 200, JSON, bytes(api.read(path, query)));
        }
    }

    private static String client(Query query) {
        var client = query.text("client");
        if (client.isEmpty() || client.length() > 64) {
            throw new Refusal(400, "a stream needs client=, a random text of 1 to 64 letters of the caller's own");
        }
        return client;
    }

    private ObjectNode session() {
        return Words.object()
                .put("operator", operator.name())
                .put("signIn", access.asksForToken())
                .put("actions", actionsAllowed)
                .put("now", Words.time(clock.now()));
    }

    private void act(HttpExchange exchange, String action) throws IOException {
        guard.checkAction(exchange);
        var who = access.check(exchange, Access.Wish.ACT);
        if (!actionsAllowed) {
            throw new Refusal(403, "this console only shows: start it with --console-actions to act");
        }
        var wish = body(exchange);
        var answer = actions.act(action, wish, who);
        send(exchange, 200, JSON, bytes(answer));
    }

    private JsonNode body(HttpExchange exchange) throws IOException {
        var late = clock.schedule(PATIENCE, Thread.currentThread()::interrupt);
        try {
            var bytes = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
            if (bytes.length > LONGEST_BODY) {
                throw new Refusal(413, "an action is not longer than " + LONGEST_BODY + " bytes");
            }
            var wish = bytes.length == 0 ? Words.object() : MAPPER.readTree(bytes);
            if (!wish.isObject()) {
                throw new Refusal(400, "an action is a JSON object");
            }
            return wish;
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "an action is a JSON object: " + e.getOriginalMessage());
        } finally {
            late.cancel();
        }
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        var late = clock.schedule(PATIENCE, Thread.currentThread()::interrupt); // which closes the connection under it
        try {
            write(exchange, status, type, body);
        } finally {
            late.cancel();
        }
    }

    private static void write(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
