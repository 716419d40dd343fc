package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.apiserver.Resource.Trait;

/** Answers requests, wherever they come from. */
final class Core {
    private static final System.Logger LOG = System.getLogger(Core.class.getName());

    private static final Response PAGE_NOT_FOUND = new Response.Whole(
            404,
            Map.of("Content-Type", "text/plain; charset=utf-8"),
            List.of("404 page not found\n".getBytes(StandardCharsets.UTF_8)));

    private final Registry registry;
    private final Reads reads;
    private final Writes writes;
    private final PatchVerb patches;
    private final Deletes deletes;
    private final Watches watches;
    private final Scale scale;
    private final Discovery discovery;
    private final Reviews reviews;
    private final TokenRequests tokens;

    Core(
            Registry registry,
            Reads reads,
            Writes writes,
            Deletes deletes,
            Watches watches,
            Discovery discovery,
            Reviews reviews,
            TokenRequests tokens,
            InstantSource clock) {
        this.registry = registry;
        this.reads = reads;
        this.writes = writes;
        this.patches = new PatchVerb(writes, clock);
        this.deletes = deletes;
        this.watches = watches;
        this.scale = new Scale(reads, writes);
        this.discovery = discovery;
        this.reviews = reviews;
        this.tokens = tokens;
    }

    Response handle(Request request) {
        try {
            Response found = request.method().equals("GET") ? discovery.answer(request) : null;
            return found != null ? found : resource(request);
        } catch (ApiException e) {
            return refusal(e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, request.method() + " " + request.path() + " failed", e);
            return refusal(ApiException.internal(String.valueOf(e.getMessage())));
        }
    }

    static Response refusal(ApiException e) {
        ObjectNode status = e.status();
        Response response = Writing.warned(Response.json(e.code(), Trees.bytes(status)), e.warnings());
        int seconds = status.path("details").path("retryAfterSeconds").asInt();
        return seconds == 0 ? response : response.with("Retry-After", Integer.toString(seconds));
    }

    private Response resource(Request request) throws ApiException {
        Route route = Route.of(registry, request.path());
        if (route == null) {
            return unknown(request);
        }
        Resource.Custom custom = route.resource().custom();
        if (custom == null || custom.deprecation().isEmpty()) {
            return resource(route, request);
        }
        try {
            return Writing.alsoWarned(resource(route, request), custom.deprecation());
        } catch (ApiException e) {
            List<String> warnings = new ArrayList<>(List.of(custom.deprecation()));
            warnings.addAll(e.warnings());
            throw e.warning(warnings);
        }
    }

    private Response resource(Route route, Request request) throws ApiException {
        Accepting.check(route, request);
        if (route.resource().has(Trait.REVIEW)) {
            return reviews.answer(route, request);
        }
        if (!route.subresource().isEmpty()) {
            return subresource(route, request);
        }
        return route.name().isEmpty() ? collection(route, request) : object(route, request);
    }

    private Response collection(Route route, Request request) throws ApiException {
        boolean everywhere = route.resource().namespaced() && route.namespace().isEmpty();
        if (everywhere && route.resource().custom() != null && !request.method().equals("GET")) {
            return PAGE_NOT_FOUND;
        }
        return switch (request.method()) {
            case "GET" -> request.flag("watch") ? watches.watch(route, request) : reads.list(route, request);
            case "POST" -> {
                if (everywhere) {
                    throw notAllowed(route, request);
                }
                yield writes.create(route, request);
            }
            case "DELETE" -> {
                if (everywhere || route.resource().storage().equals(Namespaces.STORAGE)) {
                    throw notAllowed(route, request);
                }
                yield deletes.deleteCollection(route, request);
            }
            default -> {
                if (route.resource().custom() != null && List.of("PUT", "PATCH").contains(request.method())) {
                    PatchVerb.checkType(route, request);
                    throw ApiException.badRequest("name must be provided");
                }
                throw notAllowed(route, request);
            }
        };
    }

    private Response object(Route route, Request request) throws ApiException {
        return switch (request.method()) {
            case "GET" -> request.flag("watch") ? watches.watch(route, request) : reads.get(route, request);
            case "PUT" -> writes.put(route, request);
            case "PATCH" -> patches.patch(route, request);
            case "DELETE" -> deletes.delete(route, request);
            default -> throw notAllowed(route, request);
        };
    }

    private Response subresource(Route route, Request request) throws ApiException {
        Resource resource = route.resource();
        boolean status = route.subresource().equals("status") && resource.has(Trait.STATUS);
        boolean finalize =
                route.subresource().equals("finalize") && resource.storage().equals(Namespaces.STORAGE);
        if (route.subresource().equals("scale") && resource.has(Trait.SCALE)) {
            return scale.answer(route, request);
        }
        if (route.subresource().equals(TokenRequests.SUBRESOURCE)
                && resource.storage().equals(ServiceAccounts.STORAGE)) {
            return tokens.answer(route, request);
        }
        if (!status && !finalize) {
            if (resource.custom() != null) {
                throw ApiException.notFound(resource.group(), resource.plural(), route.name());
            }
            return unknown(request);
        }
        return switch (request.method()) {
            case "GET" -> reads.get(route, request);
            case "PUT" -> writes.put(route, request);
            case "PATCH" -> patches.patch(route, request);
            default -> throw notAllowed(route, request);
        };
    }

    private static ApiException notAllowed(Route route, Request request) {
        return notAllowed(route.resource(), route.name().isEmpty(), request);
    }

    /** Custom resources are served by an API server of their own within the real one, with words of its own. */
    static ApiException notAllowed(Resource resource, boolean collection, Request request) {
        String verb = switch (request.method()) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> "";
        };
        return resource.custom() == null
                ? ApiException.methodNotAllowed()
                : ApiException.methodNotAllowed(resource.group(), resource.plural(), verb);
    }

    /** The real server, too, answers in JSON only below a group that it knows. */
    private Response unknown(Request request) throws ApiException {
        List<String> part = request.segments();
        boolean core =
                part.size() > 1 && part.getFirst().equals("api") && part.get(1).equals("v1");
        boolean known = core
                || (part.size() > 1
                        && part.getFirst().equals("apis")
                        && registry.all().stream()
                                .anyMatch(resource -> resource.custom() == null
                                        && resource.group().equals(part.get(1))));
        if (known) {
            boolean root = part.size() == (core ? 2 : 3) && !request.method().equals("GET");
            throw root ? ApiException.methodNotAllowed() : ApiException.noSuchResource();
        }
        return PAGE_NOT_FOUND;
    }
}
