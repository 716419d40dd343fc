package dev.escapement.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.escapement.Operator;
import dev.escapement.OperatorException;

/**
 * Answers over HTTP whether an operator is well: {@code /livez}, {@code /readyz} and {@code /startupz} (200 or 503; with {@code
 * ?verbose} a line for each check, and without those that {@code ?exclude=NAME} names), and {@code /metrics} for Prometheus, in its
 * text format or as OpenMetrics. docs/health.md and docs/metrics.md tell all.
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
    private final CopyOnWriteArrayList<Check> further = new CopyOnWriteArrayList<>();
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

    /**
     * Adds a check of the author's to {@code /readyz}, such as of a lease or of a service that the operator needs.
     *
     * @param name as {@code ?verbose} shows it: lower-case letters, digits and '-'
     * @param problem says what is wrong; empty if nothing is. It is asked on each look, by any thread, and should answer at once
     * @throws IllegalArgumentException if there is a check of that name, or it is no name
     */
    public void readyUnless(String name, Supplier<String> problem) {
        boolean isKnown = Stream.concat(Check.READY.stream(), further.stream())
                .anyMatch(check -> check.name().equals(name));
        if (isKnown || !name.matches("[a-z0-9][-a-z0-9]*")) {
            throw new IllegalArgumentException("health check \"" + name + "\": "
                    + (isKnown ? "there is one of that name" : "use lower-case letters, digits and '-'"));
        }
        further.add(new Check(name, _ -> problem.get()));
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
                case "/readyz" ->
                    check(
                            exchange,
                            "readyz",
                            Stream.concat(Check.READY.stream(), further.stream())
                                    .toList());
                case "/startupz" -> check(exchange, "startupz", Check.STARTED);
                case "/metrics" -> metrics(exchange);
                default -> send(exchange, 404, TEXT, "there are /livez, /readyz, /startupz and /metrics\n");
            }
        }
    }

    private void check(HttpExchange exchange, String name, List<Check> checks) throws IOException {
        var query = Choices.of(exchange.getRequestURI());
        var report = CheckReport.of(name, checks, operator, query.all("exclude"));
        // A failure is always explained, as by the API server: whoever sees it wants to know why.
        boolean isShort = report.pass() && query.all("verbose").isEmpty();
        send(exchange, report.pass() ? 200 : 503, TEXT, isShort ? "ok\n" : report.report());
    }

    private void metrics(HttpExchange exchange) throws IOException {
        var page = Exposition.of(operator, exchange.getRequestHeaders().getFirst("Accept"));
        send(exchange, 200, page.type(), page.body());
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
        threads.shutdownNow(); // an author's check may hang
        threads.close();
    }
}
