package dev.escapement.console;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpServer;
import dev.escapement.Operator;
import dev.escapement.OperatorException;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/** Where a console is served, and what it allows. */
public final class ConsoleBuilder {
    private final Operator operator;
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Console.PORT);
    private boolean otherPort;
    private boolean actions;
    private @Nullable Reviews reviews;

    ConsoleBuilder(Operator operator) {
        this.operator = operator;
    }

    /**
     * Where it listens; unless set, on port {@value Console#PORT} of the loopback interface. On any other interface, people have to bring a
     * bearer token that the API server knows.
     *
     * @param value with port 0 for any free one
     */
    public ConsoleBuilder address(InetSocketAddress value) {
        this.address = value;
        return this;
    }

    /** Has it take any free port if the wanted one is in use. */
    public ConsoleBuilder orOtherPort() {
        this.otherPort = true;
        return this;
    }

    /** Lets people replay and discard dead letters, pause, resume, and change workers and how much is logged. */
    public ConsoleBuilder allowActions() {
        this.actions = true;
        return this;
    }

    /** Who tells who people are, instead of the API server. */
    ConsoleBuilder reviews(Reviews value) {
        this.reviews = value;
        return this;
    }

    /**
     * Serves it, until it is closed.
     *
     * @throws OperatorException if it cannot listen there, or cannot find out who people are
     */
    public Console start() {
        if (address.isUnresolved()) {
            throw failed("there is no such host", null);
        }
        boolean loopback = address.getAddress().isLoopbackAddress();
        var access = loopback
                ? Access.ofThisMachine()
                : new TokenAccess(reviews == null ? Reviews.of(operator) : reviews, Clock.system());
        ServerLimits.set();
        var desk = new Desk(operator, new Guard(loopback), access, actions, Clock.system());
        return new Console(operator, listen(), desk);
    }

    private HttpServer listen() {
        try {
            try {
                return HttpServer.create(address, 0);
            } catch (BindException e) {
                if (!otherPort) {
                    throw e;
                }
                return HttpServer.create(new InetSocketAddress(address.getAddress(), 0), 0);
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    private OperatorException failed(String why, @Nullable Throwable cause) {
        var message = "operator \"" + operator.name() + "\": the console cannot be served on " + address.getHostString()
                + ":" + address.getPort() + " (" + why + "): choose another address, or port 0 for any free one";
        return cause == null ? new OperatorException(message) : new OperatorException(message, cause);
    }
}
