package dev.escapement.apiserver;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The token subresource of service accounts: what {@code kubectl create token} asks for. */
record TokenRequests(Reads reads, ServiceAccounts accounts, InstantSource clock) {
    static final String SUBRESOURCE = "token";
    private static final int DEFAULT_SECONDS = 3600;
    private static final int SHORTEST_SECONDS = 600;
    private static final String GROUP = "authentication.k8s.io";
    private static final String KIND = "TokenRequest";
    private static final Resource RESOURCE = new Resource(
            GROUP, "v1", "tokenrequests", "", KIND, "", true, List.of(), List.of(), Set.of(), "tokenrequests", null);

    Response answer(Route route, Request request) throws ApiException {
        if (!request.method().equals("POST")) {
            throw ApiException.methodNotAllowed();
        }
        ObjectNode asked = Body.object(RESOURCE, request);
        BuiltinSemantics.decode(GROUP, "v1", KIND, asked);
        Writes.checkNamespace(route, asked);
        ObjectNode metadata = Json.child(asked, "metadata");
        String name = Json.text(metadata, "name");
        if (!name.isEmpty() && !name.equals(route.name())) {
            Cause cause = Cause.invalid("metadata.name", name, "must match the service account name if specified");
            throw ApiException.invalid(GROUP, KIND, route.name(), List.of(cause));
        }
        Stored account = reads.find(route);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        metadata.put("name", account.name())
                .put("namespace", account.namespace())
                .put("uid", account.uid())
                .put("creationTimestamp", now.toString());
        metadata.remove("managedFields");
        ObjectNode spec = Json.child(asked, "spec");
        if (spec.path("audiences").isEmpty()) {
            spec.putArray("audiences").add(ServiceAccounts.ISSUER);
        }
        Instant expires = now.plusSeconds(seconds(spec));
        ServiceAccounts.Bound bound = bound(route, spec);
        List<String> audiences =
                spec.path("audiences").valueStream().map(JsonNode::asText).toList();
        asked.putObject("status")
                .put("token", accounts.issue(account, audiences, expires, bound))
                .put("expirationTimestamp", expires.toString());
        return Response.json(201, Trees.bytes(Output.arrange(RESOURCE, asked)));
    }

    private static long seconds(ObjectNode spec) throws ApiException {
        JsonNode wanted = spec.path("expirationSeconds");
        if (!wanted.isNumber()) {
            spec.put("expirationSeconds", DEFAULT_SECONDS);
            return DEFAULT_SECONDS;
        }
        String problem = wanted.asLong() < SHORTEST_SECONDS
                ? "may not specify a duration less than 10 minutes"
                : wanted.asLong() > 1L << 32 ? "may not specify a duration larger than 2^32 seconds" : "";
        if (!problem.isEmpty()) {
            Cause cause = Cause.invalid("spec.expirationSeconds", wanted, problem);
            throw ApiException.invalid(GROUP, KIND, "", List.of(cause));
        }
        return wanted.asLong();
    }

    private ServiceAccounts.@Nullable Bound bound(Route route, ObjectNode spec) throws ApiException {
        JsonNode reference = spec.path("boundObjectRef");
        if (!reference.isObject()) {
            spec.putNull("boundObjectRef");
            return null;
        }
        String kind = Json.text(reference, "kind");
        String version = Json.text(reference, "apiVersion");
        boolean node = kind.equals("Node");
        if (!version.equals("v1") || !(node || kind.equals("Pod") || kind.equals("Secret"))) {
            String group = version.contains("/") ? version : "/" + version;
            throw ApiException.badRequest("cannot bind token to object of type " + group + ", Kind=" + kind);
        }
        String singular = kind.toLowerCase(java.util.Locale.ROOT);
        String name = Json.text(reference, "name");
        Stored object = reads.find(singular + "s", Stored.path(node ? "" : route.namespace(), name));
        if (object == null) {
            throw ApiException.notFound("", singular + "s", name);
        }
        String uid = Json.text(reference, "uid");
        if (!uid.isEmpty() && !uid.equals(object.uid())) {
            String why = "the UID in the bound object reference (" + uid
                    + ") does not match the UID in record. The object might have been deleted and then recreated";
            throw ApiException.conflict("", kind, name, why);
        }
        return new ServiceAccounts.Bound(singular, object);
    }
}
