package dev.escapement.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;

/** What happens in the demo, and what has to come of it. */
final class Script {
    private static final ObjectKey HELLO = new ObjectKey("default", "hello");
    private static final ObjectKey DOCS = new ObjectKey("default", "docs");
    private static final ObjectKey BLOG = new ObjectKey("default", "blog");
    private static final int MORE = 4;
    private static final String PAGE = "<h1>Hello, world</h1>";

    private final ApiClient client;
    private final Kind websites;
    private final Audience audience;
    private final Commentary commentary;
    private final Clock clock;
    private final Duration pace;
    private final long deadline;

    /**
     * A script that is about to begin.
     *
     * @param pace how long to wait between its parts, for the one who reads along
     * @param deadline until when it has to be over, by the clock
     */
    Script(
            ApiClient client,
            Kind websites,
            Audience audience,
            Commentary commentary,
            Clock clock,
            Duration pace,
            long deadline) {
        this.client = client;
        this.websites = websites;
        this.audience = audience;
        this.commentary = commentary;
        this.clock = clock;
        this.pace = pace;
        this.deadline = deadline;
    }

    /**
     * Plays it.
     *
     * @param samples the file of the websites
     * @throws Failure if something that had to happen did not
     */
    void play(Path samples) throws InterruptedException, IOException {
        commentary.heading("Three websites are wanted: kubectl apply -f examples/websites.yaml");
        var wanted = new ArrayList<JsonNode>();
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(samples.toFile())) {
            documents.forEachRemaining(wanted::add);
        }
        for (var website : wanted) {
            apply(website);
        }
        expect(
                "all websites are Ready",
                story -> wanted.stream()
                        .allMatch(site -> story.isReady(
                                key(site), site.path("spec").path("replicas").asInt(1))));

        part("One gets more servers: kubectl patch website docs --type=merge -p '{\"spec\":{\"replicas\":" + MORE
                + "}}'");
        patch(DOCS, "{\"spec\":{\"replicas\":" + MORE + "}}");
        expect("website docs is Ready with " + MORE + " servers", story -> story.isReady(DOCS, MORE));

        part("One gets another page: kubectl patch website hello --type=merge -p '{\"spec\":{\"html\":\"" + PAGE
                + "\"}}'");
        patch(HELLO, "{\"spec\":{\"html\":\"" + PAGE + "\"}}");
        expect("ConfigMap hello has the new page", story -> story.hasPage(HELLO, PAGE));

        part("One is no longer wanted: kubectl delete website blog");
        client.send(ApiRequest.of("DELETE", websites.path(BLOG)));
        expect("nothing is left of website blog", story -> story.isGone(BLOG));

        part("Somebody else breaks something: kubectl delete configmap hello");
        var configMaps = Kind.of(ConfigMap.class);
        client.send(ApiRequest.of("DELETE", configMaps.path(HELLO)));
        expect("ConfigMap hello is back", story -> story.isRestored(HELLO));
    }

    private void part(String heading) throws InterruptedException {
        clock.sleep(pace);
        commentary.heading(heading);
    }

    private void apply(JsonNode website) throws InterruptedException {
        client.send(ApiRequest.of("PATCH", websites.path(key(website)))
                .with("fieldManager", "kubectl")
                .body("application/apply-patch+yaml", website.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private void patch(ObjectKey key, String change) throws InterruptedException {
        client.send(ApiRequest.of("PATCH", websites.path(key))
                .with("fieldManager", "kubectl")
                .body("application/merge-patch+json", change.getBytes(StandardCharsets.UTF_8)));
    }

    private void expect(String what, Predicate<Story> point) throws InterruptedException {
        if (!audience.await(point, deadline)) {
            throw new Failure(1, "this did not happen in time: " + what);
        }
    }

    private static ObjectKey key(JsonNode object) {
        var metadata = object.path("metadata");
        return new ObjectKey(
                metadata.path("namespace").asText("default"),
                metadata.path("name").asText());
    }
}
