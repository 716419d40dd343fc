package dev.escapement.simulation;

import java.util.LinkedHashMap;
import java.util.List;

import dev.escapement.apiserver.Request;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a request is about, as its path and method say.
 *
 * @param verb what it does
 * @param collection the path of the objects of the kind, in the namespace if there is one; empty for {@link Verb#OTHER}
 * @param name the object's; empty for all of them
 * @param request the request itself
 */
record FaultTarget(Verb verb, String collection, String name, Request request) {
    /** What a request does. */
    enum Verb {
        GET,
        LIST,
        WATCH,
        CREATE,
        UPDATE,
        PATCH,
        DELETE,
        /** Not a request for objects: discovery, health, a subresource that is read. */
        OTHER
    }

    static FaultTarget of(Request request) {
        var parts = List.of(request.path().substring(1).split("/", -1));
        int root = parts.getFirst().equals("api") ? 2 : parts.getFirst().equals("apis") ? 3 : Integer.MAX_VALUE;
        if (parts.size() <= root) {
            return new FaultTarget(Verb.OTHER, "", "", request);
        }
        boolean within = parts.get(root).equals("namespaces")
                && parts.size() > root + 2
                && !List.of("status", "finalize").contains(parts.get(root + 2));
        int plural = within ? root + 2 : root;
        var collection = "/" + String.join("/", parts.subList(0, plural + 1));
        var name = parts.size() > plural + 1 ? parts.get(plural + 1) : "";
        var verb = verb(request, name, parts.size() > plural + 2);
        return new FaultTarget(verb, verb == Verb.OTHER ? "" : collection, name, request);
    }

    private static Verb verb(Request request, String name, boolean subresource) {
        return switch (request.method()) {
            case "GET" ->
                subresource ? Verb.OTHER : isWatch(request) ? Verb.WATCH : name.isEmpty() ? Verb.LIST : Verb.GET;
            case "POST" -> Verb.CREATE;
            case "PUT" -> Verb.UPDATE;
            case "PATCH" -> Verb.PATCH;
            case "DELETE" -> Verb.DELETE;
            default -> Verb.OTHER;
        };
    }

    private static boolean isWatch(Request request) {
        var watch = parameter(request, "watch");
        return !watch.isEmpty() && !watch.equals("0") && !watch.equals("false");
    }

    boolean isOfObjects() {
        return verb != Verb.OTHER;
    }

    boolean isWrite() {
        return switch (verb) {
            case CREATE, UPDATE, PATCH, DELETE -> true;
            case GET, LIST, WATCH, OTHER -> false;
        };
    }

    /** Patches are tried again by the server when somebody else writes, five times, and then refused: a version or not. */
    boolean mayConflict() {
        return switch (verb) {
            case PATCH -> true;
            case UPDATE, DELETE ->
                !name.isEmpty() && new String(request.body(), UTF_8).contains("\"resourceVersion\":\"");
            case GET, LIST, WATCH, CREATE, OTHER -> false;
        };
    }

    /** Whether it is a list that may be of a part of the objects. */
    boolean isPage() {
        return verb == Verb.LIST && limit() > 0;
    }

    /** How many objects a list may be of; 0 for all there are. */
    long limit() {
        try {
            return Long.parseLong(parameter("limit"));
        } catch (NumberFormatException e) {
            return 0; // none, or one that the server will refuse
        }
    }

    /** The same request for a smaller page. */
    Request limitedTo(long page) {
        var query = new LinkedHashMap<>(request.query());
        query.put("limit", List.of(Long.toString(page)));
        return new Request(request.method(), request.path(), query, request.headers(), request.body());
    }

    boolean isNextPage() {
        return verb == Verb.LIST && !parameter("continue").isEmpty();
    }

    /** Whether it is a watch that goes on where another one stopped. */
    boolean isFromVersion() {
        return verb == Verb.WATCH && version() > 0 && !isWatchList();
    }

    /** Whether it is a watch that begins with the objects that there are, up to a bookmark. */
    boolean isWatchList() {
        return parameter("sendInitialEvents").equals("true");
    }

    /**
     * Whether the answer may be older than what is known to others. A version that is not given means the newest; one that is
     * given with a limit and without a match means exactly that.
     */
    boolean mayBeStale() {
        if (version() < 0 || !parameter("continue").isEmpty()) {
            return false;
        }
        return switch (verb) {
            case GET -> true;
            case LIST ->
                switch (parameter("resourceVersionMatch")) {
                    case "Exact" -> false;
                    case "NotOlderThan" -> true;
                    default -> version() == 0 || parameter("limit").isEmpty();
                };
            case WATCH -> version() == 0 || isWatchList();
            case CREATE, UPDATE, PATCH, DELETE, OTHER -> false;
        };
    }

    /** The version asked for; -1 if there is none. */
    long version() {
        try {
            return Long.parseLong(parameter("resourceVersion"));
        } catch (NumberFormatException e) {
            return -1; // none, or one that the server will refuse
        }
    }

    String parameter(String name) {
        return parameter(request, name);
    }

    private static String parameter(Request request, String name) {
        return request.query().getOrDefault(name, List.of("")).getFirst();
    }

    @Override
    public String toString() {
        return request.method() + (verb == Verb.WATCH ? " (watch) " : " ") + request.path();
    }
}
