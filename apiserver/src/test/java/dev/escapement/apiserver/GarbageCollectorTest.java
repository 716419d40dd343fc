package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GarbageCollectorTest extends ServerTest {
    private String owner() {
        return client.post(CONFIGMAPS, configMap("owner")).is(201).text("metadata", "uid");
    }

    @Test
    void whatWasOwnedGoesWithItsOwner() {
        String uid = owner();
        var child = client.post(CONFIGMAPS, owned("child", "owner", uid)).is(201);
        client.post(CONFIGMAPS, owned("grandchild", "child", child.text("metadata", "uid")));
        background.settle();
        client.get(CONFIGMAPS + "/grandchild").is(200);
        client.delete(CONFIGMAPS + "/owner").is(200);
        background.settle();
        client.get(CONFIGMAPS + "/child").is(404);
        client.get(CONFIGMAPS + "/grandchild").is(404);
    }

    @Test
    void anOwnerThatNeverWasOwnsNothing() {
        client.post(CONFIGMAPS, owned("child", "owner", "no-such-uid")).is(201);
        background.settle();
        client.get(CONFIGMAPS + "/child").is(404);
    }

    @Test
    void anOwnerInAnotherNamespaceOwnsNothing() {
        String uid = owner();
        client.post("/api/v1/namespaces/kube-public/configmaps", owned("child", "owner", uid))
                .is(201);
        background.settle();
        client.get("/api/v1/namespaces/kube-public/configmaps/child").is(404);
    }

    @Test
    void oneOfTwoOwnersIsEnough() {
        String uid = owner();
        String other = client.post(CONFIGMAPS, configMap("other")).text("metadata", "uid");
        client.post(CONFIGMAPS, owned("child", "owner", uid));
        String both =
                "{'metadata': {'ownerReferences': [{'apiVersion': 'v1', 'kind': 'ConfigMap', 'name': 'owner', 'uid': '"
                        + uid + "'}, {'apiVersion': 'v1', 'kind': 'ConfigMap', 'name': 'other', 'uid': '" + other
                        + "'}]}}";
        client.merge(CONFIGMAPS + "/child", both).is(200);
        client.delete(CONFIGMAPS + "/owner");
        background.settle();
        assertThat(client.get(CONFIGMAPS + "/child")
                        .is(200)
                        .body()
                        .path("metadata")
                        .path("ownerReferences"))
                .hasSize(1);
    }

    @Test
    void orphansStay() {
        client.post(CONFIGMAPS, owned("child", "owner", owner()));
        client.delete(CONFIGMAPS + "/owner?propagationPolicy=Orphan").is(200);
        background.settle();
        client.get(CONFIGMAPS + "/owner").is(404);
        assertThat(client.get(CONFIGMAPS + "/child")
                        .is(200)
                        .body()
                        .path("metadata")
                        .has("ownerReferences"))
                .isFalse();
    }

    @Test
    void inTheForegroundTheOwnerGoesLast() {
        client.post(CONFIGMAPS, owned("child", "owner", owner()));
        client.merge(CONFIGMAPS + "/child", "{'metadata': {'finalizers': ['example.dev/f']}}")
                .is(200);
        client.delete(CONFIGMAPS + "/owner", "{'propagationPolicy': 'Foreground'}")
                .is(200);
        background.settle();
        assertThat(client.get(CONFIGMAPS + "/child").is(200).text("metadata", "deletionTimestamp"))
                .isNotEmpty();
        client.get(CONFIGMAPS + "/owner").is(200);
        client.merge(CONFIGMAPS + "/child", "{'metadata': {'finalizers': null}}")
                .is(200);
        background.settle();
        client.get(CONFIGMAPS + "/owner").is(404);
    }
}
