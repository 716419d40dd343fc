package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConversionTest extends ServerTest {
    private static final String CORE = "/api/v1/namespaces/default/events";
    private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/default/events";
    private static final String EVENT = """
            {'apiVersion': 'events.k8s.io/v1', 'kind': 'Event', 'metadata': {'name': 'e'}, 'note': 'hello', 'reason': 'R',
             'type': 'Normal', 'action': 'A', 'eventTime': '2026-01-01T00:00:00.000000Z',
             'reportingController': 'example.dev/c', 'reportingInstance': 'c-1',
             'regarding': {'kind': 'ConfigMap', 'name': 'a', 'namespace': 'default'}}""";

    @Test
    void anEventOfOneGroupIsSeenInTheOther() {
        assertThat(client.post(EVENTS, EVENT).is(201).text("note")).isEqualTo("hello");
        var core = client.get(CORE + "/e").is(200);
        assertThat(core.text("apiVersion")).isEqualTo("v1");
        assertThat(core.text("message")).isEqualTo("hello");
        assertThat(core.text("involvedObject", "name")).isEqualTo("a");
        assertThat(core.text("reportingComponent")).isEqualTo("example.dev/c");
        client.merge(EVENTS + "/e", "{'series': {'count': 2, 'lastObservedTime': '2026-01-01T00:00:00.000000Z'}}")
                .is(200);
        assertThat(client.get(EVENTS + "/e").text("regarding", "name")).isEqualTo("a");
        assertThat(client.get(CORE + "/e").body().path("series").path("count").asInt())
                .isEqualTo(2);
    }

    @Test
    void eachGroupSelectsByItsOwnFields() {
        client.post(EVENTS, EVENT).is(201);
        assertThat(client.get(CORE + "?fieldSelector=involvedObject.name%3Da")
                        .is(200)
                        .body()
                        .path("items"))
                .hasSize(1);
        assertThat(client.get(EVENTS + "?fieldSelector=regarding.name%3Db")
                        .is(200)
                        .body()
                        .path("items"))
                .isEmpty();
    }
}
