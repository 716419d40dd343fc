package dev.escapement.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the demo knows of a Deployment.
 *
 * @param wanted how many servers there are to be
 * @param ready how many are ready
 */
record Servers(int wanted, int ready) {
    static Servers of(JsonNode deployment) {
        return new Servers(
                deployment.path("spec").path("replicas").asInt(1),
                deployment.path("status").path("readyReplicas").asInt());
    }

    static String count(int servers) {
        return servers == 1 ? "1 server" : servers + " servers";
    }
}
