package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeletesTest extends ServerTest {
    @Test
    void anObjectGoesAtOnce() {
        var made = client.post(CONFIGMAPS, configMap("a"));
        var gone = client.delete(CONFIGMAPS + "/a").is(200);
        assertThat(gone.text("status")).isEqualTo("Success");
        assertThat(gone.text("details", "uid")).isEqualTo(made.text("metadata", "uid"));
        client.get(CONFIGMAPS + "/a").is(404);
        client.delete(CONFIGMAPS + "/a").is(404);
    }

    @Test
    void aFinalizerHoldsAnObject() {
        client.post(CONFIGMAPS, "{'metadata': {'name': 'a', 'finalizers': ['example.dev/f']}}")
                .is(201);
        var held = client.delete(CONFIGMAPS + "/a").is(200);
        assertThat(held.text("metadata", "deletionTimestamp")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(client.delete(CONFIGMAPS + "/a").version()).isEqualTo(held.version());
        client.merge(CONFIGMAPS + "/a", "{'metadata': {'finalizers': ['example.dev/f', 'example.dev/g']}}")
                .is(422);
        client.merge(CONFIGMAPS + "/a", "{'metadata': {'finalizers': null}}").is(200);
        client.get(CONFIGMAPS + "/a").is(404);
    }

    @Test
    void preconditionsAreKept() {
        var made = client.post(CONFIGMAPS, configMap("a"));
        client.delete(CONFIGMAPS + "/a", "{'preconditions': {'uid': 'other'}}").is(409);
        client.delete(CONFIGMAPS + "/a", "{'preconditions': {'resourceVersion': '1'}}")
                .is(409);
        String right = made.text("metadata", "uid");
        client.delete(CONFIGMAPS + "/a", "{'preconditions': {'uid': '" + right + "'}}")
                .is(200);
    }

    @Test
    void aCollectionIsDeletedBySelector() {
        client.post(CONFIGMAPS, "{'metadata': {'name': 'a', 'labels': {'x': 'y'}}}");
        client.post(CONFIGMAPS, configMap("b"));
        assertThat(client.delete(CONFIGMAPS + "?labelSelector=x%3Dy")
                        .is(200)
                        .body()
                        .path("items"))
                .hasSize(1);
        client.get(CONFIGMAPS + "/a").is(404);
        client.get(CONFIGMAPS + "/b").is(200);
    }

    @Test
    void aVolumeClaimIsNotProtectedFromItsDeletion() {
        String claims = "/api/v1/namespaces/default/persistentvolumeclaims";
        String claim = "{'metadata': {'name': 'a'}, 'spec': {'accessModes': ['ReadWriteOnce'],"
                + " 'resources': {'requests': {'storage': '1Gi'}}}}";
        client.post(claims, claim).is(201);
        client.delete(claims + "/a").is(200);
        client.get(claims + "/a").is(404);
    }
}
