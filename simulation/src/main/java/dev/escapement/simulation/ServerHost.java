package dev.escapement.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import dev.escapement.apiserver.ApiServer;
import dev.escapement.apiserver.Chunks;

/** The API server and the machine that it is on. */
final class ServerHost {
    private final Host host;
    private final ApiServer api;
    /** The watches that are open, in the order in which they were opened. */
    private final Set<Chunks> open = new LinkedHashSet<>();

    private boolean serving = true;
    private int outages;

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

    void opened(Chunks watch) {
        open.add(watch);
    }

    void closed(Chunks watch) {
        open.remove(watch);
        host.start(watch::close);
    }

    /** How often it has gone away: what was opened before that is broken. */
    int outages() {
        return outages;
    }

    /** Goes away for a time, and comes back with its objects, but without the past of them. */
    void restart(Duration away) {
        outages++;
        serving = false;
        api.compact();
        List.copyOf(open).forEach(Chunks::close); // which wakes who reads them
        open.clear();
        var _ = host.clock().schedule(away, () -> serving = true);
    }
}
