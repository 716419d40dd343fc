package dev.escapement.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the demo knows of a Website of examples/Websites.java.
 *
 * @param replicas how many servers it is to have
 * @param html its page
 * @param phase what the operator says of it; empty at first
 * @param ready how many servers the operator counts
 * @param url where it is; empty at first
 */
record Site(int replicas, String html, String phase, int ready, String url) {
    static Site of(JsonNode website) {
        var spec = website.path("spec");
        var status = website.path("status");
        return new Site(
                spec.path("replicas").asInt(1),
                spec.path("html").asText(),
                status.path("phase").asText(),
                status.path("ready").asInt(),
                status.path("url").asText());
    }

    boolean isReady() {
        return phase.equals("Ready") && ready == replicas;
    }
}
