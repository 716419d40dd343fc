package dev.escapement.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;

import dev.escapement.apiserver.ApiServer;

/** The API server and the machine that it is on. */
final class ServerHost {
    private final Host host;
    private final ApiServer api;
    private boolean serving = true;

    ServerHost(Host host, RandomGenerator random) {
        this.host = host;
        try {
            this.api = ApiServer.builder()
                    .rollouts(true)
                    .clock(host.clock())
                    .random(random)
                    .background(new HostBackground(host))
                    .token("admin")
                    .userToken("user")
                    .startInProcess();
        } catch (IOException e) {
            throw new UncheckedIOException("a server without port and folder has nothing to fail on", e);
        }
    }

    Host host() {
        return host;
    }

    ApiServer api() {
        return api;
    }

    boolean isServing() {
        return serving;
    }
}
