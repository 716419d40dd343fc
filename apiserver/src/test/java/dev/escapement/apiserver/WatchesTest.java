package dev.escapement.apiserver;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatchesTest extends ServerTest {
    @Override
    ApiServerBuilder configure(ApiServerBuilder builder) {
        return builder.ringSize(4);
    }

    private String now() {
        return "&resourceVersion=" + server.revision();
    }

    @Test
    void changesComeInOrder() {
        var watch = client.watch(CONFIGMAPS + "?watch=true" + now());
        client.post(CONFIGMAPS, configMap("a"));
        client.merge(CONFIGMAPS + "/a", "{'data': {'k': 'w'}}");
        var gone = client.delete(CONFIGMAPS + "/a");
        gone.is(200);
        client.post("/api/v1/namespaces/kube-public/configmaps", configMap("elsewhere"));
        var events = watch.all();
        assertThat(events.stream().map(event -> event.path("type").asText()))
                .containsExactly("ADDED", "MODIFIED", "DELETED");
        assertThat(events.getLast()
                        .path("object")
                        .path("metadata")
                        .path("resourceVersion")
                        .asLong())
                .isEqualTo(server.revision() - 1);
    }

    @Test
    void aWatchWithoutAVersionStartsWithWhatIsThere() {
        client.post(CONFIGMAPS, configMap("a"));
        assertThat(client.watch(CONFIGMAPS + "?watch=true").events()).containsExactly("ADDED a");
        assertThat(client.watch(CONFIGMAPS + "?watch=true&resourceVersion=0").events())
                .containsExactly("ADDED a");
    }

    @Test
    void aStreamedListEndsWithABookmark() {
        client.post(CONFIGMAPS, configMap("a"));
        var watch = client.watch(CONFIGMAPS
                + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        var events = watch.all();
        assertThat(events).hasSize(2);
        var bookmark = events.getLast();
        assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
        assertThat(Json.text(bookmark, "object", "metadata", "annotations", "k8s.io/initial-events-end"))
                .isEqualTo("true");
        assertThat(Json.text(bookmark, "object", "metadata", "resourceVersion"))
                .isEqualTo(Long.toString(server.revision()));
        client.post(CONFIGMAPS, configMap("b"));
        assertThat(watch.events()).containsExactly("ADDED b");
    }

    @Test
    void whatStopsMatchingIsDeletedForItsWatcher() {
        var watch = client.watch(CONFIGMAPS + "?watch=true&labelSelector=x%3Dy" + now());
        client.post(CONFIGMAPS, configMap("a"));
        client.merge(CONFIGMAPS + "/a", "{'metadata': {'labels': {'x': 'y'}}}");
        client.merge(CONFIGMAPS + "/a", "{'data': {'k': 'w'}}");
        client.merge(CONFIGMAPS + "/a", "{'metadata': {'labels': {'x': 'z'}}}");
        assertThat(watch.events()).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
    }

    @Test
    void oneObjectCanBeWatchedByName() {
        var watch = client.watch(CONFIGMAPS + "?watch=true&fieldSelector=metadata.name%3Db" + now());
        client.post(CONFIGMAPS, configMap("a"));
        client.post(CONFIGMAPS, configMap("b"));
        assertThat(watch.events()).containsExactly("ADDED b");
    }

    @Test
    void aVersionThatIsTooOldHasExpired() {
        String before = now();
        for (int i = 0; i < 6; i++) {
            client.post(CONFIGMAPS, configMap("a" + i));
        }
        var watch = client.watch(CONFIGMAPS + "?watch=true" + before);
        var events = watch.all();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().path("type").asText()).isEqualTo("ERROR");
        assertThat(events.getFirst().path("object").path("code").asInt()).isEqualTo(410);
        assertThat(watch.chunks().ended()).isTrue();
    }

    @Test
    void compactionExpiresWatchesThatAreBehind() {
        var watch = client.watch(CONFIGMAPS + "?watch=true" + now());
        var current = client.watch(CONFIGMAPS + "?watch=true" + now());
        client.post(CONFIGMAPS, configMap("a"));
        assertThat(current.events()).hasSize(1);
        server.compact();
        assertThat(watch.all().getFirst().path("type").asText()).isEqualTo("ERROR");
        client.post(CONFIGMAPS, configMap("b"));
        assertThat(current.events()).containsExactly("ADDED b");
    }

    @Test
    void aVersionOfTheFutureIsTooLarge() {
        client.get(CONFIGMAPS + "?resourceVersion=99999").is(504);
        client.get(CONFIGMAPS
                        + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=99999")
                .is(504);
    }

    @Test
    void bookmarksComeWithTime() {
        var watch = client.watch(CONFIGMAPS + "?watch=true&allowWatchBookmarks=true" + now());
        background.pass(Duration.ofSeconds(61));
        assertThat(watch.all().stream().map(event -> event.path("type").asText()))
                .containsExactly("BOOKMARK");
        assertThat(watch.all()).isEmpty();
    }

    @Test
    void aWatchEndsWhenItsTimeIsOver() {
        var watch = client.watch(CONFIGMAPS + "?watch=true&timeoutSeconds=5" + now());
        background.pass(Duration.ofSeconds(4));
        assertThat(watch.all()).isEmpty();
        assertThat(watch.chunks().ended()).isFalse();
        background.pass(Duration.ofSeconds(2));
        assertThat(watch.all()).isEmpty();
        assertThat(watch.chunks().ended()).isTrue();
        assertThat(server.watches()).isZero();
    }

    @Test
    void readersAreCalledWhenThereIsSomething() {
        var pushed = new AtomicInteger();
        client.watch(CONFIGMAPS + "?watch=true" + now()).chunks().deliver(chunk -> pushed.incrementAndGet());
        client.post(CONFIGMAPS, configMap("a"));
        assertThat(pushed).hasValue(1);
    }

    @Test
    void metadataCanBeWatchedAlone() {
        var request = Request.of("GET", CONFIGMAPS + "?watch=true" + now())
                .header("Accept", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
        var watch = new Client.Watch(((Response.Streaming) server.handle(request)).chunks());
        client.post(CONFIGMAPS, configMap("a"));
        var object = watch.all().getFirst().path("object");
        assertThat(object.path("kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(object.has("data")).isFalse();
    }

    @Test
    void aConsumerMayWrite() {
        var pushed = new AtomicInteger();
        client.watch(CONFIGMAPS + "?watch=true" + now()).chunks().deliver(chunk -> {
            if (pushed.incrementAndGet() == 1) {
                client.post(CONFIGMAPS, configMap("b")).is(201);
            }
        });
        client.post(CONFIGMAPS, configMap("a"));
        assertThat(pushed).hasValue(2);
    }
}
