package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListsTest extends ServerTest {
    private static List<String> names(Client.Answer answer) {
        List<String> names = new ArrayList<>();
        answer.is(200).body().path("items").forEach(item -> names.add(Json.text(item, "metadata", "name")));
        return names;
    }

    private void make(String... names) {
        for (String name : names) {
            client.post(CONFIGMAPS, configMap(name)).is(201);
        }
    }

    @Test
    void aListIsSortedAndOfOneRevision() {
        make("b", "a", "c");
        var list = client.get(CONFIGMAPS);
        assertThat(names(list)).containsExactly("a", "b", "c");
        assertThat(list.version()).isEqualTo(Long.toString(server.revision()));
        assertThat(list.text("kind")).isEqualTo("ConfigMapList");
        assertThat(list.body().path("items").get(0).has("kind")).isFalse();
    }

    @Test
    void pagesAreOfOneSnapshot() {
        make("a", "b", "c", "d");
        var first = client.get(CONFIGMAPS + "?limit=2");
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.body().path("metadata").path("remainingItemCount").asInt())
                .isEqualTo(2);
        client.delete(CONFIGMAPS + "/c").is(200);
        client.merge(CONFIGMAPS + "/d", "{'data': {'k': 'new'}}").is(200);
        make("e");
        var second = client.get(CONFIGMAPS + "?limit=2&continue=" + first.text("metadata", "continue"));
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(second.body().path("items").get(1).path("data").path("k").asText())
                .isEqualTo("v");
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.text("metadata", "continue")).isEmpty();
    }

    @Test
    void anExpiredPageOffersToGoOnWithoutConsistency() {
        make("a", "b");
        var first = client.get(CONFIGMAPS + "?limit=1");
        make("c");
        server.compact();
        var expired = client.get(CONFIGMAPS + "?limit=5&continue=" + first.text("metadata", "continue"))
                .is(410);
        assertThat(expired.text("reason")).isEqualTo("Expired");
        assertThat(names(client.get(CONFIGMAPS + "?continue=" + expired.text("metadata", "continue"))))
                .containsExactly("b", "c");
    }

    @Test
    void anExactRevisionIsListedWhileItIsKnown() {
        make("a");
        long then = server.revision();
        make("b");
        String exact = "?resourceVersionMatch=Exact&resourceVersion=" + then;
        assertThat(names(client.get(CONFIGMAPS + exact))).containsExactly("a");
        assertThat(names(client.get(CONFIGMAPS + "?resourceVersionMatch=NotOlderThan&resourceVersion=" + then)))
                .containsExactly("a", "b");
        server.compact();
        client.get(CONFIGMAPS + exact).is(410);
    }

    @Test
    void selectorsSelect() {
        make("a");
        client.post(CONFIGMAPS, "{'metadata': {'name': 'b', 'labels': {'x': 'y'}}}");
        assertThat(names(client.get(CONFIGMAPS + "?labelSelector=x+in+(y,z)"))).containsExactly("b");
        assertThat(names(client.get(CONFIGMAPS + "?fieldSelector=metadata.name%3Da")))
                .containsExactly("a");
        assertThat(client.get(CONFIGMAPS + "?fieldSelector=foo%3Da").is(400).message())
                .isEqualTo("\"foo\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        assertThat(names(client.get("/api/v1/configmaps"))).contains("a", "b");
    }

    @Test
    void badParametersAreRefused() {
        client.get(CONFIGMAPS + "?continue=xx").is(400);
        client.get(CONFIGMAPS + "?resourceVersion=x").is(400);
        client.get(CONFIGMAPS + "?resourceVersionMatch=Exact").is(422);
    }
}
