package dev.escapement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;

/** The requests about letters, and what it means when they are refused. */
final class LetterDesk {
    private final String operator;
    private final ApiClient client;
    private final Clock clock;
    private final LetterForm form;

    LetterDesk(String operator, ApiClient client, Clock clock, LetterForm form) {
        this.operator = operator;
        this.client = client;
        this.clock = clock;
        this.form = form;
    }

    RawObject write(Letter letter) throws InterruptedException {
        return RawObject.of(client.send(ApiRequest.of("PATCH", LetterForm.KIND.path(letter.place()))
                .with("fieldManager", operator)
                .with("force", "true")
                .body("application/apply-patch+yaml", form.write(letter))));
    }

    /** Notes on a letter that nobody wants to see it; that it is gone is as good. */
    void discard(ObjectKey place) throws InterruptedException {
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .putObject("annotations")
                .put(LetterForm.DISCARD, clock.now().toString());
        try {
            client.send(ApiRequest.of("PATCH", LetterForm.KIND.path(place))
                    .body(Writer.MERGE_PATCH, client.json().encode(patch)));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    /** Deletes the one with a uid; that there is none, or another, is as good. */
    void delete(ObjectKey place, String uid) throws InterruptedException {
        var options = JsonNodeFactory.instance.objectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions").put("uid", uid);
        try {
            client.send(ApiRequest.of("DELETE", LetterForm.KIND.path(place))
                    .body("application/json", client.json().encode(options)));
        } catch (ApiException e) {
            if (!e.isNotFound() && !e.isConflict()) {
                throw e;
            }
        }
    }

    /** Creates the definition. */
    void define() throws InterruptedException {
        LetterDefinition.apply(client, clock, operator);
    }

    /** Whether the API server does not know letters at all; it answers in other words if it knows nothing of their group. */
    boolean isUndefined(Throwable failure) {
        return failure instanceof ApiException api
                && api.isNotFound()
                && (api.reason().isEmpty() || String.valueOf(api.getMessage()).contains("the server could not find"));
    }

    /** Whether it passes without anybody's doing: the namespace goes, the server is busy, somebody else was faster. */
    boolean passes(Throwable failure) {
        if (!(failure instanceof ApiException api)) {
            return false;
        }
        return switch (api.code()) {
            case 403 -> String.valueOf(api.getMessage()).contains("being terminated");
            case 404, 409, 429 -> true;
            default -> api.code() >= 500;
        };
    }

    /** What is told when letters cannot be kept in the cluster. */
    String advice(Throwable failure) {
        var resource = LetterForm.KIND.resource();
        return operator + ": dead letters are kept in memory only for now, and would be lost with this process: "
                + failure.getMessage() + ". Have somebody who may do so apply the CustomResourceDefinition " + resource
                + " (esc crds prints it), and grant the verbs get, list, watch, create, patch and delete on "
                + resource;
    }
}
