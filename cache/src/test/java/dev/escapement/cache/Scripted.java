package dev.escapement.cache;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.Selection;
import dev.escapement.testcluster.Await;

/**
 * An informer whose requests are answered by a script, in order; when the script is over, watches stay open and nothing comes.
 */
final class Scripted implements AutoCloseable {
    static final Kind MAPS = new Kind("", "v1", "ConfigMap", "configmaps", true);

    final SelfMovingClock clock = new SelfMovingClock();
    /** The requests but those for readiness: {@code list}, {@code watch-list}, {@code watch 5}. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** What listeners were told, as {@code ADDED a}. */
    final List<String> told = new CopyOnWriteArrayList<>();
    /** The watches that were opened by {@link #open}. */
    final List<Body> open = new CopyOnWriteArrayList<>();

    final ApiClient client;
    final Informer informer;
    volatile boolean ready = true;
    /** How often the server was asked whether it has come to a version, and how far it has. */
    final AtomicInteger asked = new AtomicInteger();

    volatile int reached = Integer.MAX_VALUE;
    private final Queue<Function<String, Answer>> script = new ConcurrentLinkedQueue<>();

    Scripted() {
        client = new Wire((_, target) -> answer(target)).client(clock);
        informer = new Informer(client, clock, MAPS, Selection.ALL);
        informer.listen(change -> told.add(change.type() + " " + change.key().name()));
    }

    private Answer answer(String target) throws ConnectException {
        if (target.startsWith("/readyz") || target.startsWith("/livez")) {
            if (!ready) {
                throw new ConnectException("refused");
            }
            return Answer.of(200, "ok");
        }
        if (target.contains("resourceVersionMatch=NotOlderThan") && !target.contains("watch=true")) {
            asked.incrementAndGet();
            return reached >= Integer.parseInt(target.replaceAll(".*[?&]resourceVersion=(\\d+).*", "$1"))
                    ? list(reached, "")
                    : tooLarge();
        }
        requests.add(describe(target));
        var next = script.poll();
        return next == null ? open() : next.apply(target);
    }

    private static String describe(String target) {
        if (!target.contains("watch=true")) {
            return target.contains("continue=") ? "list on" : target.contains("limit=") ? "list" : "list whole";
        }
        var version = target.replaceAll(".*[?&]resourceVersion=(\\d+).*", "$1");
        return target.contains("sendInitialEvents") ? "watch-list" : "watch " + version;
    }

    Scripted then(Answer answer) {
        script.add(_ -> answer);
        return this;
    }

    /** A connection that breaks at once. */
    Scripted thenBroken() {
        script.add(_ -> {
            var body = new Body();
            body.fail();
            return Answer.streaming(body);
        });
        return this;
    }

    /** A watch that brings this and stays open. */
    Scripted thenOpen(String... frames) {
        script.add(_ -> open(frames));
        return this;
    }

    /** A watch that brings this and then ends. */
    Scripted thenEnding(String... frames) {
        script.add(_ -> {
            var answer = open(frames);
            answer.body().end();
            return answer;
        });
        return this;
    }

    private Answer open(String... frames) {
        var body = new Body();
        for (var frame : frames) {
            body.send(frame);
        }
        open.add(body);
        return Answer.streaming(body);
    }

    Scripted start() {
        informer.start();
        return this;
    }

    /** Waits until the first list is in, and the first watch has handled what it was sent. */
    void awaitSynced() {
        informer.synced().join();
        open.getFirst().send(""); // which waits for its turn
    }

    /** Waits until so many requests were made. */
    void awaitRequests(int count) {
        Await.until(count + " requests, so far " + requests, () -> requests.size() >= count);
    }

    List<String> names() {
        return informer.objects().map(o -> o.header().key().name()).sorted().toList();
    }

    static String object(String name, int version) {
        return "{\"metadata\":{\"namespace\":\"n\",\"name\":\"%s\",\"uid\":\"u-%s\",\"resourceVersion\":\"%d\"}}"
                .formatted(name, name, version);
    }

    static String frame(String type, String name, int version) {
        return "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, object(name, version));
    }

    static String bookmark(int version) {
        return "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"%d\"}}}\n".formatted(version);
    }

    static String end(int version) {
        return ("{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"%d\","
                        + "\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}}\n")
                .formatted(version);
    }

    static Answer list(int version, String next, String... objects) {
        return Answer.of(
                200,
                "{\"kind\":\"ConfigMapList\",\"metadata\":{\"resourceVersion\":\"%d\",\"continue\":\"%s\"},\"items\":[%s]}"
                        .formatted(version, next, String.join(",", new ArrayList<>(List.of(objects)))));
    }

    static Answer gone() {
        return Answer.refusal(410, "Expired");
    }

    static Answer tooLarge() {
        return Answer.of(504, """
                {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Timeout","code":504,
                 "message":"Timeout: Too large resource version: 50, current: 41"}""");
    }

    @Override
    public void close() {
        informer.close();
        client.close();
    }
}
