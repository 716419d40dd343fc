package dev.escapement.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;

/** A console that says what a test wants, in the form of docs/console-api.md. */
record ConsolePage(HttpServer server) implements AutoCloseable {
    static ConsolePage saying(Map<String, String> answers) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/", exchange -> {
            try (exchange) {
                var path = exchange.getRequestURI().getRawPath().substring("/api/v1/".length());
                var body = answers.getOrDefault(path, "{\"error\": \"none\"}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answers.containsKey(path) ? 200 : 404, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return new ConsolePage(server);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
