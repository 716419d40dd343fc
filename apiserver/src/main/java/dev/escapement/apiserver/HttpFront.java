package dev.escapement.apiserver;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/** HTTPS on loopback in front of the core: one virtual thread a request. */
final class HttpFront implements AutoCloseable {
    private static final int BODY_LIMIT = 3 << 20;

    static {
        // Without it Nagle's algorithm and delayed acknowledgements add 40 ms to a watch event.
        preset("sun.net.httpserver.nodelay", "true");
        // A client that reuses a connection in the moment the server drops it for being idle sees its request fail.
        preset("sun.net.httpserver.idleInterval", "600");
        preset("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private final HttpsServer server;
    private final ExecutorService executor;
    private final Access access;
    private final Function<Request, Response> core;

    HttpFront(int port, Certificate certificate, Access access, Function<Request, Response> core) throws IOException {
        this.access = access;
        this.core = core;
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        try {
            server = HttpsServer.create(address, 1024);
        } catch (BindException e) {
            throw new BindException("Cannot listen on port " + port + " of 127.0.0.1: " + e.getMessage()
                    + ". Stop what uses that port, or choose another one (0 takes any free port).");
        }
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.tls()));
        executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("apiserver-request-", 0).factory());
        server.setExecutor(executor);
        server.createContext("/", this::exchange);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            Response response = answer(exchange);
            Headers headers = exchange.getResponseHeaders();
            response.headers().forEach(headers::set);
            switch (response) {
                case Response.Whole whole -> send(exchange, whole);
                case Response.Streaming streaming -> stream(exchange, streaming);
            }
        }
    }

    private Response answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            return Core.refusal(ApiException.tooLarge("limit is " + BODY_LIMIT));
        }
        Request request = request(exchange, body);
        Caller caller;
        try {
            caller = access.check(request);
        } catch (ApiException e) {
            return Core.refusal(e);
        }
        if (request.header("upgrade").equalsIgnoreCase("websocket")) {
            // fabric8's client watches over a web socket first, and takes a plain 200 as the advice to use HTTP.
            return new Response.Whole(200, Map.of("Content-Type", "text/plain"), List.of());
        }
        return ScopedValue.where(Caller.CURRENT, caller).call(() -> core.apply(request));
    }

    private static Request request(HttpExchange exchange, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String separator = Impersonation.concerns(name) ? Impersonation.SEPARATOR : ",";
            headers.put(name, String.join(separator, header.getValue()));
        }
        String query = exchange.getRequestURI().getRawQuery();
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Request.parameters(query == null ? "" : query),
                headers,
                body);
    }

    private static void send(HttpExchange exchange, Response.Whole response) throws IOException {
        long length = response.length();
        exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
        if (length > 0) {
            OutputStream out = exchange.getResponseBody();
            for (byte[] part : response.parts()) {
                out.write(part);
            }
        }
    }

    private static void stream(HttpExchange exchange, Response.Streaming response) throws IOException {
        Chunks chunks = response.chunks();
        try (chunks) {
            Semaphore ready = new Semaphore(0);
            chunks.onReady(ready::release);
            exchange.sendResponseHeaders(response.status(), 0);
            OutputStream out = exchange.getResponseBody();
            out.flush();
            while (true) {
                boolean wrote = false;
                for (byte[] chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
                    out.write(chunk);
                    wrote = true;
                }
                if (wrote) {
                    out.flush();
                }
                if (chunks.ended()) {
                    return;
                }
                ready.acquire();
                ready.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
