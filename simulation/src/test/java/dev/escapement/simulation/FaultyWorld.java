package dev.escapement.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.escapement.apiserver.ApiServer;
import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Gate;
import dev.escapement.client.GateLimits;
import io.fabric8.kubernetes.client.Config;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A server, a network with faults and clients of it, whose threads and time are those of one seed. Used by the thread that made it,
 * which lets others go on.
 */
final class FaultyWorld implements AutoCloseable {
    static final String MAPS = "/api/v1/namespaces/default/configmaps";

    final WorldTime time = new WorldTime();
    final Trace trace = new Trace(time);
    final SplittableRandom random;
    final ApiServer server;
    final Host host;
    final FaultyExchange network;

    private final Scheduler scheduler;

    FaultyWorld(long seed, Faults faults) {
        this(seed, faults, FaultSource.drawn(faults, new SplittableRandom(~seed)));
    }

    FaultyWorld(long seed, Faults faults, FaultSource source) {
        this.random = new SplittableRandom(seed);
        this.scheduler = new Scheduler(random.split(), trace);
        this.host = new Host("client", 1, scheduler, time);
        try {
            this.server = ApiServer.builder()
                    .clock(host.clock())
                    .random(random.split())
                    .background(new HostBackground(new Host("server", 2, scheduler, time)))
                    .token("admin")
                    .userToken("user")
                    .startInProcess();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.network = new FaultyExchange(
                server::handle, server::handle, faults, source, host.clock(), line -> trace.tell("network", line));
    }

    /** A client behind the faults. */
    ApiClient client() {
        var config = Config.empty();
        config.setMasterUrl("http://in-process/");
        config.setNamespace("default");
        return ApiClient.of(config, new InProcessTransport(network), Gate.of(GateLimits.adaptive(), host.clock(), 1));
    }

    /** Makes something on the host, without waiting for anything. */
    <T> T on(Supplier<T> making) {
        var made = new ArrayList<T>();
        host.start(() -> made.add(making.get()));
        settle();
        return made.getFirst();
    }

    /** Lets everybody do what they can without time passing. */
    void settle() {
        while (scheduler.step()) {
            // until all wait
        }
    }

    /** Lets time pass, and everybody do what they then can. */
    void pass(Duration some) {
        var over = new boolean[1];
        var timer = time.clock().schedule(some, () -> over[0] = true);
        settle();
        while (!over[0] && time.pass()) {
            settle();
        }
        timer.cancel();
    }

    /** Lets time pass until something holds; returns whether it does, within a limit. */
    boolean passUntil(BooleanSupplier holds, Duration limit) {
        long end = time.clock().nanos() + limit.toNanos();
        settle();
        while (!holds.getAsBoolean() && time.clock().nanos() < end) {
            if (!time.pass()) {
                break;
            }
            settle();
        }
        return holds.getAsBoolean();
    }

    /** Sends a request around the faults; of objects, as JSON. */
    Response direct(String method, String path, String body) {
        var request = Request.of(method, path);
        return server.handle(body.isEmpty() ? request : request.body("application/json", body.getBytes(UTF_8)));
    }

    void put(String name, String value) {
        var body = FaultWire.map(name, value, "");
        if (direct("POST", MAPS, body).status() == 409) {
            direct("PUT", MAPS + "/" + name, body);
        }
    }

    void delete(String name) {
        direct("DELETE", MAPS + "/" + name, "");
    }

    /** The versions of all ConfigMaps, by namespace and name. */
    Map<String, String> truth() {
        var list = FaultAnswer.parse(((Response.Whole) direct("GET", "/api/v1/configmaps", "")).body());
        Map<String, String> all = new TreeMap<>();
        for (var item : list.path("items")) {
            var metadata = item.path("metadata");
            all.put(
                    metadata.path("namespace").asText() + "/"
                            + metadata.path("name").asText(),
                    metadata.path("resourceVersion").asText());
        }
        return all;
    }

    List<Trace.Entry> told() {
        return trace.entries();
    }

    @Override
    public void close() {
        host.crash();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
