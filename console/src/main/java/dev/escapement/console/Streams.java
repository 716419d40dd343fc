package dev.escapement.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.escapement.time.Clock;

/**
 * Sends what can be read of an operator again and again, as server-sent events: first the whole, then what has changed, at most once a second to
 * each. Those who do not take what they are sent are dropped, and there are at most {@value #CLIENTS}.
 */
final class Streams implements AutoCloseable {
    /** How many there may be at a time. */
    static final int CLIENTS = 64;

    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** How old what is sent may be: what several look at is made once. */
    private static final Duration FRESH = Duration.ofMillis(700);
    /** After so many periods without news a sign of life is sent, which finds those who are gone. */
    private static final int QUIET = 10;
    /** How long somebody may take to receive something. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int REMEMBERED = 128;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    /** Added to under the lock. */
    private final ConcurrentHashMap<String, Thread> clients = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<String, Made> made = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Made(JsonNode json, long at) {}

    Streams(Clock clock) {
        this.clock = clock;
    }

    /** How many there are. */
    int size() {
        return clients.size();
    }

    /**
     * Sends until the other side goes, or this is closed.
     *
     * @param client who it is: one who asks for something else does not get the earlier any more
     * @param view what is looked at
     * @param permitted is asked each time, and refuses who may not see it any more
     * @param source makes it
     */
    void send(
            HttpExchange exchange, String client, String view, Runnable permitted, Supplier<? extends JsonNode> source)
            throws IOException {
        var first = latest(view, source); // what is wrong with it is answered as such
        enter(client);
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            send(exchange.getResponseBody(), view, first, permitted, source);
        } catch (InterruptedException e) {
            // replaced, or the end
        } finally {
            clients.remove(client, Thread.currentThread());
        }
    }

    private void enter(String client) {
        lock.lock();
        try {
            var earlier = clients.get(client);
            if (closed || (earlier == null && clients.size() >= CLIENTS)) {
                throw new Refusal(503, "there are " + CLIENTS + " who look at this operator already; try again later");
            }
            clients.put(client, Thread.currentThread());
            if (earlier != null) {
                earlier.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(
            OutputStream out, String view, JsonNode first, Runnable permitted, Supplier<? extends JsonNode> source)
            throws IOException, InterruptedException {
        write(out, "event: whole\ndata: " + first + "\n\n");
        var sent = first;
        int quiet = 0;
        while (!closed) {
            clock.sleep(PERIOD);
            JsonNode now;
            try {
                permitted.run();
                now = latest(view, source);
            } catch (Refusal e) {
                write(
                        out,
                        "event: gone\ndata: "
                                + Words.object().put("error", e.text()).put("status", e.status()) + "\n\n");
                return;
            }
            var changes = Delta.between(sent, now);
            if (!changes.isEmpty()) {
                var delta = changes.toString();
                var whole = now.toString();
                write(
                        out,
                        delta.length() < whole.length()
                                ? "event: delta\ndata: " + delta + "\n\n"
                                : "event: whole\ndata: " + whole + "\n\n");
                sent = now;
                quiet = 0;
            } else if (++quiet == QUIET) {
                write(out, ":\n\n");
                quiet = 0;
            }
        }
    }

    private void write(OutputStream out, String text) throws IOException {
        var me = Thread.currentThread();
        var late = clock.schedule(PATIENCE, me::interrupt); // which closes the connection under it
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            late.cancel();
        }
    }

    private JsonNode latest(String view, Supplier<? extends JsonNode> source) {
        long now = clock.nanos();
        var known = made.get(view);
        if (known != null && now - known.at < FRESH.toNanos()) {
            return known.json;
        }
        if (made.size() > REMEMBERED) {
            made.clear();
        }
        var json = source.get();
        made.put(view, new Made(json, now));
        return json;
    }

    @Override
    public void close() {
        closed = true;
        clients.values().forEach(Thread::interrupt);
    }
}
