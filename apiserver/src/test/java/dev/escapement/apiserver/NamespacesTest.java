package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NamespacesTest extends ServerTest {
    private static final String TEAM = "/api/v1/namespaces/team";

    @Test
    void theUsualNamespacesAreThere() {
        for (String name : new String[] {"default", "kube-system", "kube-public", "kube-node-lease"}) {
            assertThat(client.get("/api/v1/namespaces/" + name).is(200).text("status", "phase"))
                    .isEqualTo("Active");
            client.get("/api/v1/namespaces/" + name + "/serviceaccounts/default")
                    .is(200);
        }
    }

    @Test
    void aNamespaceGetsItsLabelAndServiceAccount() {
        var made = client.post("/api/v1/namespaces", "{'metadata': {'name': 'team'}}")
                .is(201);
        assertThat(made.text("metadata", "labels", "kubernetes.io/metadata.name"))
                .isEqualTo("team");
        background.settle();
        client.get(TEAM + "/serviceaccounts/default").is(200);
    }

    @Test
    void aNamespaceGoesWithItsContent() {
        client.post("/api/v1/namespaces", "{'metadata': {'name': 'team'}}");
        client.post(TEAM + "/configmaps", "{'metadata': {'name': 'a', 'finalizers': ['example.dev/f']}}")
                .is(201);
        client.post(TEAM + "/configmaps", configMap("b")).is(201);
        background.settle();
        assertThat(client.delete(TEAM).is(200).text("status", "phase")).isEqualTo("Terminating");
        var refused = client.post(TEAM + "/configmaps", configMap("c")).is(403);
        assertThat(refused.message())
                .isEqualTo("configmaps \"c\" is forbidden: unable to create new content in namespace team"
                        + " because it is being terminated");
        background.settle();
        client.get(TEAM + "/configmaps/b").is(404);
        client.get(TEAM).is(200);
        client.merge(TEAM + "/configmaps/a", "{'metadata': {'finalizers': null}}")
                .is(200);
        background.settle();
        client.get(TEAM).is(404);
    }
}
