package dev.escapement.simulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import dev.escapement.client.Json;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** A simulated cluster's objects as they are now, past all caches: what conditions are about. To be used while a condition is asked. */
public final class Snapshot {
    private static final Json JSON = new Json();

    private final World world;

    Snapshot(World world) {
        this.world = world;
    }

    /** An object, if it is there; the namespace of cluster-scoped ones is "". */
    public <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name) {
        return read(Kind.of(type).path(new ObjectKey(namespace, name))).map(body -> JSON.decode(body, type));
    }

    /** All objects of a type, in all namespaces. */
    public <T extends HasMetadata> List<T> list(Class<T> type) {
        return read(Kind.of(type).path(""))
                .map(body -> StreamSupport.stream(
                                FaultAnswer.parse(body).path("items").spliterator(), false)
                        .map(item -> JSON.decode(item.toString().getBytes(StandardCharsets.UTF_8), type))
                        .toList())
                .orElse(List.of());
    }

    private Optional<byte[]> read(String path) {
        return world.ask(Request.of("GET", path)) instanceof Response.Whole found && found.status() == 200
                ? Optional.of(found.body())
                : Optional.empty();
    }
}
