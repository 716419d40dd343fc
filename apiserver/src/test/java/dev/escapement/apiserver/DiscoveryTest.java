package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiscoveryTest extends ServerTest {
    @Test
    void theOldFormsTellGroupsAndResources() {
        assertThat(client.get("/version").text("gitVersion")).startsWith("v1.36.");
        assertThat(client.get("/api").body().path("versions").get(0).asText()).isEqualTo("v1");
        assertThat(client.get("/apis").body().path("groups").findValuesAsText("name"))
                .contains("apps");
        assertThat(client.get("/apis/apps").is(200).text("name")).isEqualTo("apps");
        assertThat(client.get("/apis/apps/v1").is(200).body().path("resources").findValuesAsText("name"))
                .contains("deployments", "deployments/status", "deployments/scale");
        assertThat(client.get("/api/v1").body().path("resources").findValuesAsText("name"))
                .contains("pods");
    }

    @Test
    void theAggregatedFormFollowsDefinitions() {
        client.post(DEFINITIONS, WIDGET_DEFINITION).is(201);
        var request = Request.of("GET", "/apis")
                .header("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        var answer = client.send(request).is(200);
        assertThat(answer.response().headers().get("Content-Type")).contains("as=APIGroupDiscoveryList");
        assertThat(answer.body().findValuesAsText("resource")).contains("widgets", "deployments");
    }

    @Test
    void clientsThatKnowTheAggregatedFormOfOldOnlyGetThePlainOne() {
        String old = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList, application/json";
        assertThat(kind(old)).isEqualTo("APIGroupList");
        assertThat(kind(old.replace("v2beta1", "v2"))).isEqualTo("APIGroupDiscoveryList");
        assertThat(kind("application/json, " + old.replace("v2beta1", "v2"))).isEqualTo("APIGroupList");
        assertThat(kind("application/vnd.kubernetes.protobuf, */*")).isEqualTo("APIGroupList");
    }

    private String kind(String accept) {
        return client.send(Request.of("GET", "/apis").header("Accept", accept))
                .is(200)
                .text("kind");
    }

    @Test
    void clientsFindFieldValidationInOpenApi() {
        assertThat(client.get("/openapi/v3").body().path("paths").has("apis/apps/v1"))
                .isTrue();
        var document = client.get("/openapi/v3/apis/apps/v1").is(200).body();
        var patch = document.path("paths")
                .path("/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
                .path("patch");
        assertThat(patch.path("x-kubernetes-group-version-kind").path("kind").asText())
                .isEqualTo("Deployment");
        assertThat(patch.path("parameters").findValuesAsText("name")).contains("fieldValidation");
    }

    @Test
    void openApiDescribesBuiltinAndCustomKindsWithWhatTheyReferTo() {
        var apps = client.get("/openapi/v3/apis/apps/v1")
                .is(200)
                .body()
                .path("components")
                .path("schemas");
        assertThat(apps.path("io.k8s.api.apps.v1.DeploymentSpec")
                        .path("properties")
                        .has("replicas"))
                .isTrue();
        assertThat(apps.has("io.k8s.api.core.v1.PodSpec")).isTrue();
        client.post(DEFINITIONS, WIDGET_DEFINITION);
        var custom = client.get("/openapi/v3/apis/example.dev/v1")
                .is(200)
                .body()
                .path("components")
                .path("schemas");
        assertThat(custom.path("dev.example.v1.Widget").path("properties").has("metadata"))
                .isTrue();
        assertThat(custom.has("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"))
                .isTrue();
    }

    @Test
    void unknownPathsAreNotFound() {
        assertThat(client.get("/api/v1/namespaces/default/foos").is(404).message())
                .isEqualTo("the server could not find the requested resource");
        var plain = (Response.Whole) server.handle(Request.of("GET", "/foo"));
        assertThat(plain.status()).isEqualTo(404);
        assertThat(new String(plain.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("404 page not found\n");
    }
}
