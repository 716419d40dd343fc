package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Get and list. */
final class Reads {
    private static final String TOO_OLD =
            "The provided continue parameter is too old to display a consistent list result. "
                    + "You can start a new list without the continue parameter, or use the continue token in this response to "
                    + "retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - "
                    + "objects that were created, modified, or deleted between the time the first chunk was returned and now may "
                    + "show up in the list.";

    private final Store store;
    private final InstantSource clock;

    Reads(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The object of a route. */
    Stored find(Route route) throws ApiException {
        Resource resource = route.resource();
        Stored stored = store.find(resource.storage(), route.objectPath());
        if (stored == null) {
            throw ApiException.notFound(resource.group(), resource.plural(), route.name());
        }
        return stored;
    }

    @Nullable
    Stored find(String storage, String path) {
        return store.find(storage, path);
    }

    Response get(Route route, Request request) throws ApiException {
        Versions.reached(Versions.wanted(request), store.revision());
        Stored found = find(route);
        Accepting.checkForm(route, request);
        return Response.json(
                200, Output.of(route.resource(), request, clock.instant()).object(found));
    }

    Response list(Route route, Request request) throws ApiException {
        int limit = limit(request);
        LabelSelector.parse(request.parameter("labelSelector"));
        Versions.check(request, false);
        Selection selection = Selection.of(route.resource(), request);
        Output output = Output.of(route.resource(), request, clock.instant());
        String token = request.parameter("continue");
        Continue from = token.isEmpty() ? null : Continue.parse(token);
        Store.View view;
        try {
            view = from != null ? page(route, from) : list(route, request, limit);
        } catch (Store.Compacted e) {
            return from == null ? tooOld() : tooOld(from);
        }
        Accepting.checkForm(route, request);
        List<Stored> items = view.objects();
        if (!selection.everything()) {
            items = items.stream().filter(selection::matches).toList();
        }
        ObjectNode metadata = Trees.object().put("resourceVersion", Long.toString(view.revision()));
        String last = limit > 0 && items.size() >= limit ? items.get(limit - 1).path() : "";
        // The next page may be empty: whether a selector matches more is not looked up before.
        if (!last.isEmpty() && !view.objects().getLast().path().equals(last)) {
            metadata.put("continue", new Continue(view.revision(), last).token());
            if (selection.everything()) {
                metadata.put("remainingItemCount", items.size() - limit);
            }
            items = items.subList(0, limit);
        }
        return new Response.Whole(200, Map.of("Content-Type", "application/json"), output.list(items, metadata));
    }

    private Store.View list(Route route, Request request, int limit) throws ApiException, Store.Compacted {
        long wanted = Versions.listed(request);
        Versions.reached(wanted, store.revision());
        String match = request.parameter("resourceVersionMatch");
        // A limit with a version and no match has always meant exactly that version.
        boolean exact = match.equals("Exact") || (match.isEmpty() && limit > 0 && wanted > 0);
        String storage = route.resource().storage();
        return exact ? store.list(storage, route.listed(), wanted, "") : store.list(storage, route.listed());
    }

    private Store.View page(Route route, Continue from) throws Store.Compacted, ApiException {
        Versions.reached(from.revision, store.revision());
        long at = from.revision < 0 ? store.revision() : from.revision;
        return store.list(route.resource().storage(), route.listed(), at, from.last);
    }

    private static int limit(Request request) throws ApiException {
        String text = request.parameter("limit");
        try {
            return text.isEmpty() ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.max(0, Long.parseLong(text)));
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("strconv.ParseInt: parsing " + GoText.quote(text) + ": invalid syntax");
        }
    }

    private static Response tooOld() {
        ObjectNode status = ApiException.expired("The resourceVersion for the provided list is too old.")
                .status();
        return Response.json(410, Trees.bytes(status));
    }

    private static Response tooOld(Continue from) {
        ObjectNode status = ApiException.expired(TOO_OLD).status();
        Json.child(status, "metadata").put("continue", new Continue(-1, from.last).token());
        return Response.json(410, Trees.bytes(status));
    }

    /** Where the next page starts; revision -1 stands for whatever is current then. */
    private record Continue(long revision, String last) {
        String token() {
            ObjectNode token = Trees.object();
            token.put("v", "meta.k8s.io/v1").put("rv", revision).put("start", last + "\0");
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Trees.bytes(token));
        }

        private static boolean isBase64(char c) {
            return c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
        }

        static Continue parse(String token) throws ApiException {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.US_ASCII));
                JsonNode parsed = Trees.parse(bytes);
                String start = Json.text(parsed, "start");
                if (start.endsWith("\0") && parsed.path("rv").canConvertToLong()) {
                    return new Continue(parsed.path("rv").longValue(), start.substring(0, start.length() - 1));
                }
                throw ApiException.badRequest(
                        "invalid continue token: continue key is not valid: incorrect encoded start key");
            } catch (IllegalArgumentException e) {
                int valid = 0;
                while (valid < token.length() && isBase64(token.charAt(valid))) {
                    valid++;
                }
                throw ApiException.badRequest(
                        "invalid continue token: continue key is not valid: illegal base64 data at input byte "
                                + valid);
            } catch (JsonProcessingException e) {
                throw ApiException.badRequest("invalid continue token: continue key is not valid: " + e.getMessage());
            }
        }
    }
}
