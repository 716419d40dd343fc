package dev.escapement.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.apiserver.ApiServer;
import dev.escapement.apiserver.Chunks;
import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;

/** The embedded API server behind a network and a load balancer that do whatever such things do, until they are calm. */
final class FaultyServer implements Wire.Server {
    private final ApiServer server;
    private final SplittableRandom random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Body> open = ConcurrentHashMap.newKeySet();
    private volatile boolean calm;

    FaultyServer(ApiServer server, long seed) {
        this.server = server;
        this.random = new SplittableRandom(seed);
    }

    /** No further faults; connections that are dead stay dead. */
    void calm() {
        calm = true;
    }

    private int upTo(int bound) {
        lock.lock();
        try {
            return random.nextInt(bound);
        } finally {
            lock.unlock();
        }
    }

    /** Cuts every watch that is open. */
    void cut() {
        open.forEach(Body::fail);
    }

    @Override
    public Answer answer(int connection, String target) throws IOException {
        int fault = calm ? 99 : upTo(40);
        switch (fault) {
            case 0 -> throw new IOException("refused");
            case 1 -> {
                return Answer.nothing();
            }
            case 2 -> {
                return Answer.refusal(429, "TooManyRequests").retryAfter(upTo(3));
            }
            case 3 -> {
                return Answer.refusal(503, "ServiceUnavailable");
            }
            case 4 -> {
                return Answer.of(502, "<html>bad gateway</html>");
            }
            case 5 -> {
                return Answer.refusal(upTo(2) == 0 ? 403 : 401, "Forbidden");
            }
            case 6 -> {
                return Answer.refusal(410, "Expired");
            }
            case 7 -> {
                return Answer.of(404, "404 page not found\n");
            }
            default -> {
                return honest(target);
            }
        }
    }

    private Answer honest(String target) {
        return switch (server.handle(Request.of("GET", target))) {
            case Response.Whole whole -> Answer.of(whole.status(), whole.body());
            case Response.Streaming streaming -> stream(streaming.chunks());
        };
    }

    /** Lists and single objects without faults. */
    static Answer honest(ApiServer server, String target) {
        return switch (server.handle(Request.of("GET", target))) {
            case Response.Whole whole -> Answer.of(whole.status(), whole.body());
            case Response.Streaming _ -> throw new IllegalArgumentException(target);
        };
    }

    private Answer stream(Chunks chunks) {
        var body = new Body();
        open.add(body);
        var _ = body.cancelled().thenRun(() -> {
            open.remove(body);
            chunks.close();
        });
        var silent = new AtomicInteger(calm ? Integer.MAX_VALUE : upTo(8) == 0 ? upTo(6) : Integer.MAX_VALUE);
        chunks.deliver(chunk -> pass(chunk, body, silent));
        if (chunks.ended()) {
            body.end();
        }
        return Answer.streaming(body);
    }

    /** @param silent after how many chunks nothing comes any more */
    private void pass(byte[] chunk, Body body, AtomicInteger silent) {
        if (silent.getAndDecrement() <= 0) {
            silent.set(0);
            return;
        }
        int fault = calm ? 99 : upTo(30);
        boolean closing = new String(chunk, StandardCharsets.UTF_8).contains("initial-events-end");
        switch (fault) {
            case 0 -> body.fail();
            case 1 -> body.end();
            case 2 -> {
                body.send(Arrays.copyOf(chunk, upTo(chunk.length)));
                body.fail();
            }
            case 3 -> {
                body.send(Arrays.copyOf(chunk, chunk.length / 2));
                body.end();
            }
            case 4 ->
                body.send(
                        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"etcd\","
                                + "\"reason\":\"InternalError\",\"code\":500}}\n");
            case 5 -> body.send("{\"type\":\"BOOKMARK\",\"object\":null}{]");
            case 6 -> {
                if (!closing) {
                    deliver(chunk, body);
                }
            }
            default -> deliver(chunk, body);
        }
    }

    /** In pieces, as networks do. */
    private void deliver(byte[] chunk, Body body) {
        int cut = upTo(chunk.length);
        body.send(Arrays.copyOf(chunk, cut));
        body.send(Arrays.copyOfRange(chunk, cut, chunk.length));
    }
}
