package dev.escapement.simulation;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;

/**
 * A person who releases the dead letters of bad times, each once: what was given up because nothing worked is worth another try
 * when all works.
 */
final class Letters {
    private static final String ALL = "/apis/escapement.dev/v1alpha1/deadletters";
    private static final byte[] RELEASE =
            "{\"metadata\":{\"annotations\":{\"escapement.dev/release\":\"yes\"}}}".getBytes(StandardCharsets.UTF_8);

    private final World world;
    private final Set<String> released = new HashSet<>();

    Letters(World world) {
        this.world = world;
    }

    void release() {
        if (!(world.ask(Request.of("GET", ALL)) instanceof Response.Whole list) || list.status() != 200) {
            return;
        }
        for (var letter : FaultAnswer.parse(list.body()).path("items")) {
            var metadata = letter.path("metadata");
            if (released.add(metadata.path("uid").asText())) {
                var path = "/apis/escapement.dev/v1alpha1/namespaces/"
                        + metadata.path("namespace").asText() + "/deadletters/"
                        + metadata.path("name").asText();
                world.trace().tell("script", "release " + metadata.path("name").asText());
                var _ = world.ask(Request.of("PATCH", path).body("application/merge-patch+json", RELEASE));
            }
        }
    }
}
