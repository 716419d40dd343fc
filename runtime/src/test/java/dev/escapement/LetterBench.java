package dev.escapement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.DeadLetters.Failure;
import dev.escapement.DeadLetters.Id;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Dead letters on a cluster, without an operator around them; and what is told of them. */
final class LetterBench implements AutoCloseable {
    static final Kind GADGETS = Kind.of(Gadget.class);

    final Bench bench;
    final ApiClient client;
    final ForbiddingTransport transport;
    /** What people were told, by Events. */
    final List<String> told = new CopyOnWriteArrayList<>();
    /** What was released by hand. */
    final List<Id> released = new CopyOnWriteArrayList<>();
    /** The objects that there are. */
    final Map<ObjectKey, Header> objects = new ConcurrentHashMap<>();

    private final List<ClusterDeadLetters> open = new ArrayList<>();
    private final String operator = "op" + Long.toHexString(System.identityHashCode(this));

    LetterBench(Bench bench) {
        this.bench = bench;
        this.transport = new ForbiddingTransport(bench.cluster);
        this.client = ApiClient.of(bench.config(), transport);
    }

    ClusterDeadLetters start() throws InterruptedException {
        return start(Clock.system());
    }

    /** What a process does when it starts. */
    ClusterDeadLetters start(Clock clock) throws InterruptedException {
        var letters = new ClusterDeadLetters(
                operator,
                client,
                clock,
                (_, regarding, tone, reason, action, _) -> told.add(tone + " " + reason + " " + action + " "
                        + regarding.key().name()),
                id -> objects.containsKey(id.key())
                        ? new ClusterDeadLetters.Subjects.Found(GADGETS, objects.get(id.key()))
                        : null,
                ClusterDeadLetters.Settings.in("default", List.of(bench.namespace, "default")));
        letters.onRelease(released::add);
        letters.start();
        letters.awaitLoaded();
        open.add(letters);
        return letters;
    }

    /** An object that is in the cluster. */
    Header object(String name) {
        var gadget = bench.create(name, 1);
        var header = RawObject.of(client.json().encode(gadget)).header();
        objects.put(header.key(), header);
        return header;
    }

    static Header header(ObjectKey key, String uid, long generation) {
        return RawObject.of("""
                {"apiVersion":"test.escapement.dev/v1","kind":"Gadget","metadata":{"namespace":"%s","name":"%s","uid":"%s","generation":%d}}""".formatted(key.namespace(), key.name(), uid, generation)
                        .getBytes(UTF_8))
                .header();
    }

    static Id id(Header object) {
        return new Id("gadgets", "reconcile", object.key());
    }

    static void park(DeadLetters letters, Header object, String error) {
        park(letters, object, new FailedRun((Outcome.Failed) Outcome.failed(error)));
    }

    static void park(DeadLetters letters, Header object, Throwable failure) {
        var history = List.of(new Failure(Instant.now(), "one"), new Failure(Instant.now(), "two"));
        letters.park(id(object), GADGETS, object, failure, 3, history);
    }

    /** The letters in the cluster, by the names of their objects. */
    List<String> names() throws InterruptedException {
        var names = new ArrayList<String>();
        list().forEach(letter ->
                names.add(letter.path("spec").path("object").path("name").asText()));
        names.sort(null);
        return names;
    }

    JsonNode list() throws InterruptedException {
        try {
            var request = ApiRequest.of("GET", LetterForm.KIND.path(bench.namespace))
                    .with("labelSelector", LetterForm.OPERATOR + "=" + operator);
            return client.json().parse(client.send(request)).path("items");
        } catch (ApiException e) {
            return client.json().tree(List.of());
        }
    }

    JsonNode only() throws InterruptedException {
        var all = list();
        if (all.size() != 1) {
            throw new IllegalStateException("there are " + all.size() + " letters: " + all); // for now, perhaps
        }
        return all.get(0);
    }

    void annotate(String annotation) throws InterruptedException {
        var patch = "{\"metadata\":{\"annotations\":{\"%s\":\"now\"}}}".formatted(annotation);
        client.send(ApiRequest.of("PATCH", onlyPath()).body(Writer.MERGE_PATCH, patch.getBytes(UTF_8)));
    }

    void deleteOnly() throws InterruptedException {
        client.send(ApiRequest.of("DELETE", onlyPath()));
    }

    private String onlyPath() throws InterruptedException {
        return LetterForm.KIND.path(new ObjectKey(
                bench.namespace, only().path("metadata").path("name").asText()));
    }

    /** As at the end of a process that has time for it. */
    void stop(ClusterDeadLetters letters) {
        letters.close();
    }

    @Override
    public void close() {
        open.forEach(ClusterDeadLetters::close);
        client.close();
    }
}
