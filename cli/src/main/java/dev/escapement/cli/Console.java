package dev.escapement.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.Json;
import dev.escapement.client.MalformedJsonException;
import dev.escapement.client.UndecodableException;

/** The console of an operator that runs, as docs/console-api.md tells of it. */
final class Console {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Json json = new Json();
    private final URI address;
    private final String token;
    private String operator = "";

    private Console(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** The console at an address; empty if there is none. */
    static Optional<Console> at(URI address, String token) throws InterruptedException {
        var console = new Console(address, token);
        try {
            var name = console.get("session")
                    .map(session -> session.path("operator").asText());
            console.operator = name.orElse("");
            return console.operator.isEmpty() ? Optional.empty() : Optional.of(console);
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    String operator() {
        return operator;
    }

    URI address() {
        return address;
    }

    /**
     * What there is at a path below {@code api/v1/}; empty if there is no such thing.
     *
     * @throws Failure if it does not answer as a console does
     */
    Optional<JsonNode> get(String path) throws InterruptedException {
        var request = HttpRequest.newBuilder(address.resolve("api/v1/" + path)).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 404) {
                return Optional.empty();
            }
            if (answer.statusCode() != 200) {
                throw new Failure(
                        1,
                        "the console at " + address + " answers with HTTP " + answer.statusCode()
                                + (answer.statusCode() == 401 ? ": give it a token with --token-file" : ""));
            }
            return Optional.of(json.parse(answer.body()));
        } catch (IOException e) {
            throw new Failure(1, "the console at " + address + " does not answer: " + e);
        } catch (UndecodableException | MalformedJsonException e) {
            throw new Failure(1, "what answers at " + address + " is no console");
        }
    }

    /** A segment of a path. */
    static String segment(String text) {
        return text.isEmpty()
                ? "-"
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
