package dev.escapement.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;

/** What the commands ask of the API server. */
record DeadLetterRequests(ApiClient client) {
    static final Kind KIND = new Kind("escapement.dev", "v1alpha1", "DeadLetter", "deadletters", true);
    /** An annotation that has the operator try once more. */
    static final String RELEASE = "escapement.dev/release";
    /** An annotation of a letter that nobody wants to see. */
    static final String DISCARD = "escapement.dev/discard";

    private static final int PAGE = 500;

    /** One letter, as it is and in a form to read. */
    record Found(JsonNode json, DeadLetterView view) {}

    private interface Request<T> {
        T send() throws InterruptedException;
    }

    /** The selected ones, by the age of their last failure, the latest first. */
    List<Found> list(Selection selection) throws InterruptedException {
        return answer(() -> {
            var found = new ArrayList<Found>();
            var next = "";
            do {
                var page = client.list(Clock.system(), KIND, selection, PAGE, next);
                page.items().forEach(object -> found.add(found(object.json())));
                next = page.next();
            } while (!next.isEmpty());
            found.sort((one, other) -> DeadLetterView.text(other.view.spec().lastFailure())
                    .compareTo(DeadLetterView.text(one.view.spec().lastFailure())));
            return List.copyOf(found);
        });
    }

    Found get(ObjectKey key) throws InterruptedException {
        try {
            return answer(() -> found(client.send(ApiRequest.of("GET", KIND.path(key)))));
        } catch (NotFound e) {
            throw new Failure(
                    1,
                    "there is no dead letter \"" + key.name() + "\" in namespace \"" + key.namespace()
                            + "\"; esc dead-letters list -A shows them all");
        }
    }

    /** Annotates a letter; false if it is gone. */
    boolean annotate(DeadLetterView letter, String annotation) throws InterruptedException {
        var patch = Map.of(
                "metadata",
                Map.of("annotations", Map.of(annotation, Clock.system().now().toString())));
        var key = new ObjectKey(letter.metadata().namespace(), letter.metadata().name());
        try {
            return answer(() -> {
                client.send(ApiRequest.of("PATCH", KIND.path(key))
                        .body("application/merge-patch+json", client.json().encode(patch)));
                return true;
            });
        } catch (NotFound e) {
            return false;
        }
    }

    private Found found(byte[] json) {
        return new Found(client.json().parse(json), client.json().decode(json, DeadLetterView.class));
    }

    Instant now() {
        return Clock.system().now();
    }

    private static <T> T answer(Request<T> request) throws InterruptedException {
        try {
            return request.send();
        } catch (ApiException e) {
            if (e.isNotFound() && e.reason().equals("NotFound") && !isUndefined(e)) {
                throw new NotFound();
            }
            throw new Failure(
                    1,
                    isUndefined(e)
                            ? "this cluster does not know dead letters yet: an operator that may do so creates their"
                                    + " CustomResourceDefinition " + KIND.resource()
                                    + " when it starts; esc crds prints it"
                            : String.valueOf(e.getMessage()));
        }
    }

    private static boolean isUndefined(ApiException refusal) {
        return refusal.isNotFound()
                && (refusal.reason().isEmpty()
                        || Optional.ofNullable(refusal.getMessage()).orElse("").contains("the server could not find"));
    }

    /** There is no such letter. */
    private static final class NotFound extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
