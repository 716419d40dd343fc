package dev.escapement.bench;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** The resource of the benchmark. */
@Group("bench.example.dev")
@Version("v1")
public final class Widget extends CustomResource<Widget.Spec, Widget.Status> implements Namespaced {
    private static final long serialVersionUID = 1;

    /**
     * What the harness writes.
     *
     * @param size a number
     * @param sentAt when it was changed, in nanoseconds since 1970
     * @param payload a kilobyte that nobody reads
     */
    public record Spec(int size, long sentAt, String payload) {}

    /**
     * What the operator writes.
     *
     * @param observedGeneration the generation that was reconciled
     * @param phase {@code Ready}
     */
    public record Status(long observedGeneration, String phase) {}
}
