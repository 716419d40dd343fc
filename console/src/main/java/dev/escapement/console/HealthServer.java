package dev.escapement.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.escapement.Operator;
import dev.escapement.OperatorException;

/**
 * Answers over HTTP whether an operator is well: {@code /livez} and {@code /readyz} (200 or 503; with {@code ?verbose} a line
 * per check), and {@code /metrics} for Prometheus.
 *
 * <p>It has neither TLS nor a login, so it listens on the loopback interface unless told otherwise. Close it after the
 * operator, so that a stop can be watched.
 *
 * <pre>{@code
 * try (var health = HealthServer.start(operator, 8080)) {
 *     operator.awaitClosed();
 * }
 * }</pre>
 */
public final class HealthServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Operator operator;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private HealthServer(Operator operator, HttpServer server) {
        this.operator = operator;
        this.server = server;
    }

    /**
     * Listens on the loopback interface.
     *
     * @param port 0 for any free one
     * @throws OperatorException if it cannot listen there
     */
    public static HealthServer start(Operator operator, int port) {
        return start(operator, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Listens on an address.
     *
     * @param address with port 0 for any free one
     * @throws OperatorException if it cannot listen there
     */
    public static HealthServer start(Operator operator, InetSocketAddress address) {
        HttpServer server;
        ServerLimits.set();
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new OperatorException(
                    "operator \"" + operator.name() + "\": health and metrics cannot be served on " + text(address)
                            + " (" + e.getMessage() + "): choose another port, or 0 for any free one",
                    e);
        }
        var health = new HealthServer(operator, server);
        server.setExecutor(health.threads);
        server.createContext("/", health::answer);
        server.start();
        return health;
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, TEXT, "only GET and HEAD\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/livez" -> check(exchange, "livez", Check.LIVE);
                case "/readyz" -> check(exchange, "readyz", Check.READY);
                case "/metrics" -> send(exchange, 200, Metrics.TYPE, Metrics.of(operator));
                default -> send(exchange, 404, TEXT, "there are /livez, /readyz and /metrics\n");
            }
        }
    }

    private void check(HttpExchange exchange, String name, List<Check> checks) throws IOException {
        boolean pass = Check.pass(checks, operator);
        boolean verbose = verbose(exchange);
        var verdict = name + " check " + (pass ? "passed" : "failed") + "\n";
        // A failure is always explained, as by the API server: whoever sees it wants to know why.
        send(exchange, pass ? 200 : 503, TEXT, pass && !verbose ? "ok\n" : Check.report(checks, operator) + verdict);
    }

    private static boolean verbose(HttpExchange exchange) {
        var query = exchange.getRequestURI().getQuery();
        return query != null
                && List.of(query.split("&", -1)).stream()
                        .anyMatch(p -> p.equals("verbose") || p.startsWith("verbose="));
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Stops to listen, at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
