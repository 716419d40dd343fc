package dev.escapement.bench;

import dev.escapement.StepsStatus;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** The resource of the benchmark of steps. */
@Group("bench.example.dev")
@Version("v1")
public final class Chore extends CustomResource<Chore.Spec, Chore.Status> implements Namespaced {
    private static final long serialVersionUID = 1;

    /**
     * What is wanted.
     *
     * @param timeoutMillis of its step
     */
    public record Spec(long timeoutMillis) {}

    /**
     * What is.
     *
     * @param sequence how far its step is
     */
    public record Status(StepsStatus sequence) {}
}
