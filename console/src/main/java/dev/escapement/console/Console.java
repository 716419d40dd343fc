package dev.escapement.console;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;
import dev.escapement.Operator;

/**
 * A web page that shows what an operator does, and lets people act if that is allowed; and what it shows as JSON.
 *
 * <p>It listens on the loopback interface unless told otherwise, where everybody on the machine may look; elsewhere people bring a bearer token. Close
 * it after the operator, so that a stop can be watched.
 *
 * <pre>{@code
 * try (var console = Console.of(operator).allowActions().start()) {
 *     System.out.println(console.url());
 *     operator.awaitClosed();
 * }
 * }</pre>
 */
public final class Console implements AutoCloseable {
    /** The port unless another is asked for: ESC on a telephone's keys, after an 8. */
    public static final int PORT = 8372;
    /** An annotation of the operator's ConfigMap: where its console is. */
    public static final String ANNOTATION = "escapement.dev/console";

    private final HttpServer server;
    private final Desk desk;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Console(Operator operator, HttpServer server, Desk desk) {
        this.server = server;
        this.desk = desk;
        server.setExecutor(threads);
        server.createContext("/", desk::answer);
        server.start();
        Whereabouts.publish(operator, url());
    }

    /** A console to be. */
    public static ConsoleBuilder of(Operator operator) {
        return new ConsoleBuilder(operator);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Where a browser finds it. */
    public String url() {
        var at = address().getAddress();
        var host = at.isAnyLocalAddress()
                ? Whereabouts.hostName()
                : at instanceof Inet6Address ? "[" + at.getHostAddress() + "]" : at.getHostAddress();
        return "http://" + host + ":" + address().getPort() + "/";
    }

    /** How many people look at it at the moment. */
    int watchers() {
        return desk.streams().size();
    }

    /** Stops to listen, at once. */
    @Override
    public void close() {
        desk.streams().close();
        server.stop(0);
        threads.shutdownNow();
        threads.close();
    }
}
