package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceAddressTest extends ServerTest {
    private static final String SERVICES = "/api/v1/namespaces/default/services";

    private static String service(String more) {
        return "{'metadata': {'name': 's'}, 'spec': {" + more + "'ports': [{'port': 80}]}}";
    }

    @Test
    void aServiceGetsOneAndKeepsIt() {
        String address = client.post(SERVICES, service("")).is(201).text("spec", "clusterIP");
        assertThat(address).startsWith("10.");
        var replaced = client.put(SERVICES + "/s", service("'sessionAffinity': 'ClientIP', "))
                .is(200);
        assertThat(replaced.text("spec", "clusterIP")).isEqualTo(address);
        assertThat(replaced.body().path("spec").path("clusterIPs").path(0).asText())
                .isEqualTo(address);
    }

    @Test
    void aHeadlessServiceStaysWithoutOne() {
        var created = client.post(SERVICES, service("'clusterIP': 'None', ")).is(201);
        assertThat(created.text("spec", "clusterIP")).isEqualTo("None");
    }
}
