package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CustomResourcesTest extends ServerTest {
    private void define() {
        client.post(DEFINITIONS, WIDGET_DEFINITION).is(201);
    }

    @Test
    void aDefinitionIsServedAtOnce() {
        client.get(WIDGETS).is(404);
        define();
        var definition = client.get(DEFINITIONS + "/widgets.example.dev");
        assertThat(definition.body().path("status").path("conditions").findValuesAsText("type"))
                .contains("Established", "NamesAccepted");
        client.get(WIDGETS).is(200);
        client.post(WIDGETS, widget("w")).is(201);
    }

    @Test
    void defaultsPruningAndValidationFollowTheSchema() {
        define();
        var made = client.post(WIDGETS, widget("w").replace("'size': 1", "'size': 1, 'odd': 2"))
                .is(201);
        assertThat(made.text("spec", "color")).isEqualTo("red");
        assertThat(made.body().path("spec").has("odd")).isFalse();
        assertThat(made.response().headers().get("Warning")).isEqualTo("299 - \"unknown field \\\"spec.odd\\\"\"");
        client.post(WIDGETS, widget("x").replace("'size': 1", "'size': -1")).is(422);
        client.post(WIDGETS + "?fieldValidation=Strict", widget("x").replace("'size': 1", "'odd': 2"))
                .is(400);
    }

    @Test
    void statusIsASubresource() {
        define();
        client.post(WIDGETS, widget("w"));
        client.merge(WIDGETS + "/w", "{'status': {'url': 'x'}}").is(200);
        assertThat(client.get(WIDGETS + "/w").body().has("status")).isFalse();
        var written =
                client.merge(WIDGETS + "/w/status", "{'status': {'url': 'x'}, 'metadata': {'labels': {'a': 'b'}}}");
        assertThat(written.is(200).text("status", "url")).isEqualTo("x");
        assertThat(written.text("metadata", "labels", "a")).isEmpty();
        assertThat(written.body().path("metadata").path("generation").asInt()).isEqualTo(1);
    }

    @Test
    void otherVersionsDifferInTheirNameOnly() {
        define();
        client.post(WIDGETS, widget("w"));
        String other = WIDGETS.replace("v1", "v1beta1");
        assertThat(client.get(other + "/w").is(200).text("apiVersion")).isEqualTo("example.dev/v1beta1");
        client.merge(other + "/w", "{'spec': {'size': 2}}").is(200);
        var stored = client.get(WIDGETS + "/w");
        assertThat(stored.text("apiVersion")).isEqualTo("example.dev/v1");
        assertThat(stored.body().path("spec").path("size").asInt()).isEqualTo(2);
    }

    @Test
    void aDefinitionGoesWithItsInstancesAndEndsTheirWatches() {
        define();
        client.post(WIDGETS, widget("w"));
        var watch = client.watch(WIDGETS + "?watch=true&resourceVersion=" + server.revision());
        client.delete(DEFINITIONS + "/widgets.example.dev").is(200);
        background.settle();
        client.get(DEFINITIONS + "/widgets.example.dev").is(404);
        client.get(WIDGETS).is(404);
        assertThat(watch.events()).containsExactly("DELETED w");
        assertThat(watch.chunks().ended()).isTrue();
        define();
        assertThat(client.get(WIDGETS).is(200).body().path("items")).isEmpty();
    }

    @Test
    void anInstanceWithAFinalizerHoldsItsDefinition() {
        define();
        client.post(WIDGETS, widget("w").replace("'name': 'w'", "'name': 'w', 'finalizers': ['example.dev/f']"))
                .is(201);
        client.delete(DEFINITIONS + "/widgets.example.dev");
        background.settle();
        client.get(DEFINITIONS + "/widgets.example.dev").is(200);
        client.merge(WIDGETS + "/w", "{'metadata': {'finalizers': null}}").is(200);
        background.settle();
        client.get(DEFINITIONS + "/widgets.example.dev").is(404);
    }

    @Test
    void aDefinitionMustBeNamedAfterWhatItDefines() {
        client.post(DEFINITIONS, WIDGET_DEFINITION.replace("'name': 'widgets.example.dev'", "'name': 'x.example.dev'"))
                .is(422);
    }

    @Test
    void aNewVersionIsServedAfterAnUpdate() {
        define();
        client.send(
                        "PATCH",
                        DEFINITIONS + "/widgets.example.dev",
                        "application/json-patch+json",
                        "[{'op': 'replace', 'path': '/spec/versions/1/served', 'value': false}]")
                .is(200);
        client.get(WIDGETS.replace("v1", "v1beta1")).is(404);
        client.get(WIDGETS).is(200);
    }
}
