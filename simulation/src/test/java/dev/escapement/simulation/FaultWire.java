package dev.escapement.simulation;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.escapement.apiserver.ApiServer;
import dev.escapement.apiserver.Background;
import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A server on virtual time and a network with faults before it. */
final class FaultWire implements AutoCloseable {
    static final String MAPS = "/api/v1/namespaces/default/configmaps";
    static final String WATCH = MAPS + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=3600";

    final VirtualClock clock = VirtualClock.at(Instant.parse("2030-01-01T00:00:00Z"));
    final List<String> told = new CopyOnWriteArrayList<>();
    final ApiServer server;

    FaultWire() throws IOException {
        server = ApiServer.builder()
                .clock(clock)
                .random(new SplittableRandom(1))
                .background(new OnClock(clock))
                .startInProcess();
    }

    /** Work in the background, done by whoever moves the clock. */
    record OnClock(Clock clock) implements Background {
        @Override
        public void run(Runnable task) {
            clock.schedule(Duration.ZERO, task);
        }

        @Override
        public Task after(Duration delay, Runnable task) {
            var timer = clock.schedule(delay, task);
            return timer::cancel;
        }

        @Override
        public void close() {
            // nobody moves the clock any more
        }
    }

    FaultyExchange with(Faults faults, long seed) {
        return new FaultyExchange(server::handle, faults, new SplittableRandom(seed), clock, told::add);
    }

    /** With one fault, which happens every time that it can. */
    FaultyExchange always(Fault fault) {
        return with(Faults.none().with(fault, 1), 1);
    }

    /** Creates or replaces a ConfigMap, without faults; returns its version. */
    long put(String name, String value) {
        var body = map(name, value, "");
        var created = server.handle(body(Request.of("POST", MAPS), body));
        var answer =
                created.status() == 409 ? server.handle(body(Request.of("PUT", MAPS + "/" + name), body)) : created;
        return version(answer);
    }

    void delete(String name) {
        server.handle(Request.of("DELETE", MAPS + "/" + name));
    }

    static Request get(String target) {
        return Request.of("GET", target);
    }

    static Request body(Request request, String body) {
        return request.body("application/json", body.getBytes(UTF_8));
    }

    /** @param version empty for none */
    static String map(String name, String value, String version) {
        return """
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"%s"%s},"data":{"d":"%s"}}""".formatted(name, version.isEmpty() ? "" : ",\"resourceVersion\":\"" + version + "\"", value);
    }

    static String text(Response answer) {
        return answer instanceof Response.Whole whole ? new String(whole.body(), UTF_8) : "a stream";
    }

    static long version(Response answer) {
        return FaultAnswer.parse(((Response.Whole) answer).body())
                .path("metadata")
                .path("resourceVersion")
                .asLong();
    }

    /** A watch without the objects that there are; one from the newest version on begins with a bookmark, as if they had been sent. */
    String watchFromNow() {
        return WATCH + "&resourceVersion=" + server.revision();
    }

    /** What came on a stream since the last call, chunk by chunk. */
    static List<String> read(Response answer) {
        List<String> chunks = new ArrayList<>();
        var stream = stream(answer);
        for (byte[] chunk = stream.poll(); chunk != null; chunk = stream.poll()) {
            chunks.add(new String(chunk, UTF_8));
        }
        return chunks;
    }

    static FaultyChunks stream(Response answer) {
        return (FaultyChunks) ((Response.Streaming) answer).chunks();
    }

    static @Nullable IOException failure(Response answer) {
        return stream(answer).failure();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
