package dev.escapement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.time.Clock;

/** The CustomResourceDefinition of dead letters: written by hand, as generating it would take a start longer than all else. */
final class LetterDefinition {
    private static final Kind DEFINITIONS =
            new Kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int LOOKS = 300;

    private LetterDefinition() {}

    /** As JSON. */
    static byte[] json() {
        try (var resource = LetterDefinition.class.getResourceAsStream("deadletters.json")) {
            if (resource == null) {
                throw new IllegalStateException("deadletters.json is missing in the jar of the runtime");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("deadletters.json cannot be read from the jar of the runtime", e);
        }
    }

    /** Creates or updates it, and waits until its objects are served. */
    static void apply(ApiClient client, Clock clock, String fieldManager) throws InterruptedException {
        client.send(ApiRequest.of("PATCH", DEFINITIONS.path("") + "/" + LetterForm.KIND.resource())
                .with("fieldManager", fieldManager)
                .with("force", "true")
                .body("application/apply-patch+yaml", json()));
        for (int look = 1; ; look++) {
            try {
                client.send(ApiRequest.of("GET", LetterForm.KIND.path("")).with("limit", "1"));
                return;
            } catch (ApiException e) {
                if (e.code() == 403) {
                    return; // it is served, if not to us; whoever asks for more is told
                }
                if (!e.isNotFound() || look == LOOKS) {
                    throw e;
                }
            }
            clock.sleep(PAUSE);
        }
    }
}
