package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WritesTest extends ServerTest {
    @Test
    void aNewObjectGetsItsIdentity() {
        var made = client.post(CONFIGMAPS, configMap("a")).is(201);
        assertThat(made.text("kind")).isEqualTo("ConfigMap");
        assertThat(made.text("metadata", "namespace")).isEqualTo("default");
        assertThat(made.text("metadata", "creationTimestamp")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(made.text("metadata", "uid"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(made.version()).isEqualTo(Long.toString(server.revision()));
        assertThat(made.body().path("metadata").has("generation")).isFalse();
    }

    @Test
    void aNameCanBeGenerated() {
        var made =
                client.post(CONFIGMAPS, "{'metadata': {'generateName': 'a-'}}").is(201);
        assertThat(made.name()).matches("a-[bcdfghjklmnpqrstvwxz2456789]{5}");
    }

    @Test
    void aNameIsTakenOnce() {
        client.post(CONFIGMAPS, configMap("a")).is(201);
        assertThat(client.post(CONFIGMAPS, configMap("a")).is(409).message())
                .isEqualTo("configmaps \"a\" already exists");
    }

    @Test
    void aMissingNamespaceIsNamed() {
        String target = "/api/v1/namespaces/nope/configmaps";
        assertThat(client.post(target, configMap("a")).is(404).message()).isEqualTo("namespaces \"nope\" not found");
    }

    @Test
    void anOldVersionCannotBeWritten() {
        var made = client.post(CONFIGMAPS, configMap("a"));
        client.merge(CONFIGMAPS + "/a", "{'data': {'k': 'w'}}").is(200);
        String old = "{'metadata': {'name': 'a', 'resourceVersion': '" + made.version() + "'}}";
        assertThat(client.put(CONFIGMAPS + "/a", old).is(409).message())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                        + " please apply your changes to the latest version and try again");
    }

    @Test
    void aWriteThatChangesNothingKeepsTheVersion() {
        var made = client.post(CONFIGMAPS, configMap("a"));
        assertThat(client.merge(CONFIGMAPS + "/a", "{'data': {'k': 'v'}}").version())
                .isEqualTo(made.version());
    }

    @Test
    void puttingAMissingLeaseCreatesIt() {
        String target = "/apis/coordination.k8s.io/v1/namespaces/default/leases/l";
        client.put(target, "{'metadata': {'name': 'l'}}").is(201);
        client.put(CONFIGMAPS + "/a", configMap("a")).is(404);
    }

    @Test
    void aLeaseIsOnlyWrittenWithItsVersion() {
        String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        client.post(leases, "{'metadata': {'name': 'l'}}").is(201);
        assertThat(client.put(leases + "/l", "{'metadata': {'name': 'l'}}")
                        .is(422)
                        .message())
                .isEqualTo("leases.coordination.k8s.io \"l\" is invalid: metadata.resourceVersion: Invalid value: 0: "
                        + "must be specified for an update");
    }

    @Test
    void generationCountsChangesOfTheSpec() {
        client.post(DEPLOYMENTS, DEPLOYMENT).is(201);
        assertThat(generation(client.merge(DEPLOYMENTS + "/web", "{'metadata': {'labels': {'a': 'b'}}}")))
                .isEqualTo(1);
        assertThat(generation(client.merge(DEPLOYMENTS + "/web", "{'spec': {'replicas': 3}}")))
                .isEqualTo(2);
        assertThat(generation(client.merge(DEPLOYMENTS + "/web/status", "{'status': {'replicas': 3}}")))
                .isEqualTo(2);
    }

    private static int generation(Client.Answer answer) {
        return answer.is(200).body().path("metadata").path("generation").asInt();
    }

    @Test
    void statusIsWrittenThroughItsSubresourceOnly() {
        client.post(DEPLOYMENTS, DEPLOYMENT);
        var main = client.merge(DEPLOYMENTS + "/web", "{'status': {'replicas': 9}, 'spec': {'replicas': 3}}");
        assertThat(main.body().path("status").path("replicas").asInt()).isNotEqualTo(9);
        assertThat(main.body().path("spec").path("replicas").asInt()).isEqualTo(3);
        var status = client.merge(DEPLOYMENTS + "/web/status", "{'status': {'replicas': 9}, 'spec': {'replicas': 4}}");
        assertThat(status.body().path("status").path("replicas").asInt()).isEqualTo(9);
        assertThat(status.body().path("spec").path("replicas").asInt()).isEqualTo(3);
    }

    @Test
    void aDryRunLeavesNothingBehind() {
        long before = server.revision();
        client.post(CONFIGMAPS + "?dryRun=All", configMap("a")).is(201);
        client.get(CONFIGMAPS + "/a").is(404);
        client.post(CONFIGMAPS, configMap("b")).is(201);
        client.merge(CONFIGMAPS + "/b?dryRun=All", "{'data': {'k': 'w'}}").is(200);
        client.delete(CONFIGMAPS + "/b?dryRun=All").is(200);
        assertThat(client.get(CONFIGMAPS + "/b").text("data", "k")).isEqualTo("v");
        assertThat(server.revision()).isEqualTo(before + 1);
    }

    @Test
    void anotherNamespaceNameKindOrFormatIsRefused() {
        client.post(CONFIGMAPS, configMap("a")).is(201);
        client.post(CONFIGMAPS, "{'metadata': {'name': 'a', 'namespace': 'b'}}").is(400);
        client.put(CONFIGMAPS + "/a", configMap("b")).is(400);
        client.post(CONFIGMAPS, "{'kind': 'Secret', 'apiVersion': 'v1', 'metadata': {'name': 'a'}}")
                .is(400);
        client.send("POST", CONFIGMAPS, "application/yaml", "x").is(415);
        client.send("PATCH", CONFIGMAPS + "/a", "application/json", "{}").is(415);
        client.post(CONFIGMAPS, "{bad").is(400);
    }

    @Test
    void theScaleOfADeploymentIsASubresource() {
        client.post(DEPLOYMENTS, DEPLOYMENT);
        var scale = client.get(DEPLOYMENTS + "/web/scale").is(200);
        assertThat(scale.text("kind")).isEqualTo("Scale");
        assertThat(scale.text("status", "selector")).isEqualTo("app=web");
        client.merge(DEPLOYMENTS + "/web/scale", "{'spec': {'replicas': 7}}").is(200);
        assertThat(client.get(DEPLOYMENTS + "/web")
                        .body()
                        .path("spec")
                        .path("replicas")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void serverSideApplyCreatesAndChanges() {
        String object = "{'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': 'a'}, 'data': {'k': '1'}}";
        client.apply(CONFIGMAPS + "/a", object).is(422);
        client.apply(CONFIGMAPS + "/a?fieldManager=m", object).is(201);
        var changed = client.apply(CONFIGMAPS + "/a?fieldManager=m", object.replace("'1'", "'2'"))
                .is(200);
        assertThat(changed.text("data", "k")).isEqualTo("2");
    }
}
