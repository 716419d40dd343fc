package dev.escapement.apiserver;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RolloutsTest extends ServerTest {
    @Override
    ApiServerBuilder configure(ApiServerBuilder builder) {
        return builder.rollouts(Duration.ofSeconds(1));
    }

    @Test
    void aDeploymentIsRolledOutAfterEachChange() {
        client.post(DEPLOYMENTS, DEPLOYMENT).is(201);
        assertThat(ready()).isZero();
        background.pass(Duration.ofSeconds(2));
        assertThat(ready()).isEqualTo(2);
        client.merge(DEPLOYMENTS + "/web", "{'spec': {'replicas': 5}}");
        assertThat(ready()).isEqualTo(2);
        background.pass(Duration.ofSeconds(2));
        assertThat(ready()).isEqualTo(5);
        var status = client.get(DEPLOYMENTS + "/web").body().path("status");
        assertThat(status.path("observedGeneration").asInt()).isEqualTo(2);
        assertThat(status.path("conditions").findValuesAsText("type")).containsExactly("Available", "Progressing");
    }

    private int ready() {
        return client.get(DEPLOYMENTS + "/web")
                .body()
                .path("status")
                .path("readyReplicas")
                .asInt();
    }
}
