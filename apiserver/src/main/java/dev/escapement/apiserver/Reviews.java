package dev.escapement.apiserver;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Questions that are asked by creating an object, which comes back with the answer and is not kept. */
final class Reviews {
    private final Authentication authentication;
    private final AccessReviews access;
    private final InstantSource clock;

    Reviews(Authentication authentication, Rbac rbac, InstantSource clock) {
        this.authentication = authentication;
        this.access = new AccessReviews(rbac);
        this.clock = clock;
    }

    Response answer(Route route, Request request) throws ApiException {
        Resource resource = route.resource();
        if (!route.name().isEmpty() || route.namespace().isEmpty() == resource.namespaced()) {
            throw ApiException.noSuchResource();
        }
        if (!request.method().equals("POST")) {
            throw ApiException.methodNotAllowed();
        }
        Writing writing = new Writing(route, request);
        ObjectNode review = Body.object(resource, request);
        Writes.checkNamespace(route, review);
        BuiltinSemantics.decode(resource.group(), resource.version(), resource.kind(), review);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        review.remove("status");
        switch (resource.kind()) {
            case "TokenReview" -> {
                track(writing, review, now);
                token(review);
            }
            case "SelfSubjectReview" -> {
                review.putObject("metadata").put("creationTimestamp", now.toString());
                review.putObject("status").set("userInfo", Caller.current().json());
            }
            default -> {
                track(writing, review, now);
                access.answer(route, review);
            }
        }
        return Response.json(201, Trees.bytes(Output.arrange(resource, review)));
    }

    private static void track(Writing writing, ObjectNode review, Instant now) {
        Json.child(review, "metadata");
        ManagedFields.track(
                null,
                review,
                writing.manager,
                null,
                now,
                writing.route.resource().listTypes(),
                new FieldSet());
    }

    private void token(ObjectNode review) throws ApiException {
        JsonNode spec = Json.child(review, "spec");
        String token = Json.text(spec, "token");
        if (token.isEmpty()) {
            throw ApiException.badRequest("token is required for TokenReview in authentication");
        }
        List<String> audiences =
                spec.path("audiences").valueStream().map(JsonNode::asText).toList();
        ObjectNode status = review.putObject("status");
        try {
            ServiceAccounts.Verified verified = authentication.verify(token, audiences);
            status.put("authenticated", true).set("user", verified.caller().json());
            verified.audiences().forEach(status.putArray("audiences")::add);
        } catch (ServiceAccounts.Refused e) {
            status.putObject("user");
            status.put("error", String.valueOf(e.getMessage()));
        }
    }
}
