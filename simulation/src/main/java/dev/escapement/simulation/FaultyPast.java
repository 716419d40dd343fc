package dev.escapement.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads as a server answers that lags behind: from one of the last versions, all of one version. The server itself is asked for that
 * version exactly, so that selectors and formats are its business.
 */
final class FaultyPast {
    /** By how many versions a server lags at most. */
    private static final int LAG = 50;

    private final Exchange server;
    private final FaultTarget target;

    FaultyPast(Exchange server, FaultTarget target) {
        this.server = server;
        this.target = target;
    }

    /**
     * An answer.
     *
     * @param version of which it is
     */
    record Past(long version, Response answer) {}

    /** The server's present version. */
    static long revision(Exchange server, FaultTarget target) throws IOException {
        var request = new Request(
                "GET",
                "/api/v1/namespaces",
                Map.of("limit", List.of("1")),
                target.request().headers(),
                new byte[0]);
        return server.handle(request) instanceof Response.Whole list && list.status() == 200 ? version(list) : 0;
    }

    private static long version(Response.Whole list) {
        return FaultAnswer.parse(list.body())
                .path("metadata")
                .path("resourceVersion")
                .asLong();
    }

    /** The answer from an earlier version; null if there is none, because it has been forgotten or nothing has happened since. */
    @Nullable
    Past read(RandomGenerator random) throws IOException {
        long newest = revision(server, target) - 1;
        long oldest = Math.max(1, Math.max(newest - LAG + 1, target.version()));
        if (oldest > newest) {
            return null;
        }
        long version = newest - random.nextLong(newest - oldest + 1);
        if (!(server.handle(list(version)) instanceof Response.Whole list) || list.status() != 200) {
            return null;
        }
        var answer = switch (target.verb()) {
            case LIST -> list;
            case GET -> object(FaultAnswer.parse(list.body()));
            case WATCH -> watch(FaultAnswer.parse(list.body()), version);
            default -> null;
        };
        return answer == null ? null : new Past(version, answer);
    }

    private Request list(long version) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        query.put("resourceVersion", List.of(Long.toString(version)));
        query.put("resourceVersionMatch", List.of("Exact"));
        for (var selector : List.of("labelSelector", "fieldSelector")) {
            if (!target.parameter(selector).isEmpty()) {
                query.put(selector, List.of(target.parameter(selector)));
            }
        }
        if (!target.name().isEmpty()) {
            query.put("fieldSelector", List.of("metadata.name=" + target.name()));
        }
        return new Request("GET", target.collection(), query, target.request().headers(), new byte[0]);
    }

    private @Nullable Response object(ObjectNode list) {
        if (!list.has("items")) {
            return null; // a table
        }
        var objects = objects(list);
        return objects.isEmpty() ? FaultAnswer.notFound(target) : FaultAnswer.whole(200, objects.getFirst());
    }

    /** The objects of then, and every change since. */
    private @Nullable Response watch(ObjectNode list, long version) throws IOException {
        Map<String, List<String>> query = new LinkedHashMap<>(target.request().query());
        query.remove("sendInitialEvents");
        query.remove("resourceVersionMatch");
        query.put("resourceVersion", List.of(Long.toString(version)));
        var since = new Request(
                "GET", target.request().path(), query, target.request().headers(), new byte[0]);
        if (!list.has("items") || !(server.handle(since) instanceof Response.Streaming changes)) {
            return null;
        }
        List<byte[]> first = new ArrayList<>();
        objects(list).forEach(object -> first.add(FaultAnswer.frame("ADDED", object)));
        if (target.isWatchList() && target.parameter("allowWatchBookmarks").equals("true")) {
            first.add(FaultAnswer.frame("BOOKMARK", bookmark(list, version)));
        }
        return new Response.Streaming(changes.status(), changes.headers(), new FaultyPrefix(first, changes.chunks()));
    }

    private static ObjectNode bookmark(ObjectNode list, long version) {
        var object = typed(JsonNodeFactory.instance.objectNode(), list);
        var metadata = object.putObject("metadata").put("resourceVersion", Long.toString(version));
        metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        return object;
    }

    /** The items with what the list says of them all. */
    private static List<ObjectNode> objects(ObjectNode list) {
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            var object = typed(JsonNodeFactory.instance.objectNode(), list);
            object.setAll((ObjectNode) item);
            objects.add(object);
        }
        return objects;
    }

    private static ObjectNode typed(ObjectNode object, ObjectNode list) {
        var kind = list.path("kind").asText();
        return object.put("kind", kind.substring(0, kind.length() - "List".length()))
                .put("apiVersion", list.path("apiVersion").asText());
    }
}
