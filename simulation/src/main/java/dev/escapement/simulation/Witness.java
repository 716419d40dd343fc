package dev.escapement.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;

/** Sees what an operator sends and hears, keeps count, and complains. */
final class Witness implements Traffic {
    private final World world;
    private final RunWitness runs;
    private final List<String> complaints = new ArrayList<>();
    private final TreeSet<String> collections = new TreeSet<>();
    /** The version that the operator last wrote and was told of, by the object's uid. */
    private final Map<String, Long> written = new TreeMap<>();

    /** What people last wrote and did not delete, by the object's path. */
    private final Map<String, Scripted> scripted = new TreeMap<>();

    private record Scripted(String uid, long generation, long version) {}

    private long requests;
    private long writes;

    Witness(World world) {
        this.world = world;
        this.runs = new RunWitness(world.time(), this::tell, this::complain, this::written);
    }

    /** Sees what happens to runs. */
    RunWitness runs() {
        return runs;
    }

    private void tell(String what) {
        world.trace().tell("operator", what);
    }

    void complain(String what) {
        world.trace().tell("world", "VIOLATION: " + what);
        complaints.add(what);
    }

    /** Fails if there was something to complain of. */
    void verify() {
        if (!complaints.isEmpty()) {
            throw new Violation(String.join("\n", complaints));
        }
    }

    /** Another process of the operator begins, which remembers nothing. */
    void newOperator() {
        runs.newOperator();
        written.clear();
    }

    @Override
    public void sends(Request request) {
        if (!request.path().endsWith("z") && !request.query().containsKey("watch")) {
            requests++;
        }
    }

    @Override
    public void answered(Request request, Response response) {
        boolean isWrite = Paths.isWrite(request);
        if (isWrite && response.status() < 300 && !Paths.isAside(request)) {
            writes++;
            collections.add(Paths.collection(request));
        }
        if (isWrite || !request.path().endsWith("z")) { // not /livez and /readyz
            world.trace().tell("server", Paths.describe(request) + " -> " + response.status());
        }
    }

    /** The operator has the answer to a request, whatever happened to it on its way. */
    void heard(Request request, Response response) {
        if (Paths.isWrite(request) && response instanceof Response.Whole whole && response.status() < 300) {
            var metadata = FaultAnswer.parse(whole.body()).path("metadata");
            if (metadata.hasNonNull("uid")) {
                written.merge(
                        metadata.path("uid").asText(),
                        metadata.path("resourceVersion").asLong(),
                        Math::max);
            }
        }
    }

    @Override
    public void reads(byte[] chunk) {
        if (chunk.length > 0 && !Paths.isBookmark(chunk)) {
            world.trace().tell("operator", "sees " + Paths.event(chunk));
        }
    }

    /** People have written an object, and this is what the server has made of it. */
    void scripted(String collection, String path, JsonNode metadata) {
        collections.add(collection);
        scripted.put(
                path,
                new Scripted(
                        metadata.path("uid").asText(),
                        metadata.path("generation").asLong(),
                        metadata.path("resourceVersion").asLong()));
    }

    /** People have deleted an object. */
    void deleted(String path) {
        scripted.remove(path);
    }

    /** The objects, each with its controller, of which a run has seen what people last asked for. */
    Set<String> caughtUp() {
        var wanted = new TreeMap<String, Scripted>();
        scripted.values().forEach(last -> wanted.put(last.uid, last));
        var all = new TreeSet<String>();
        runs.seen().forEach((name, seen) -> {
            var last = wanted.get(seen.uid());
            // where generations are counted, a change that does not count need not be seen
            if (last != null
                    && (last.generation > 0 ? seen.generation() >= last.generation : seen.version() >= last.version)) {
                all.add(name);
            }
        });
        return all;
    }

    /** Complains of what should have happened by now. */
    void look() {
        runs.look();
        verify();
    }

    private long written(String uid) {
        return written.getOrDefault(uid, 0L);
    }

    /** The collections that somebody wrote to. */
    Set<String> collections() {
        return collections;
    }

    /** How many requests the operator has sent, watches and probes left out. */
    long requests() {
        return requests;
    }

    /** How many writes of the operator the server has accepted, Events and dead letters left out. */
    long writes() {
        return writes;
    }
}
