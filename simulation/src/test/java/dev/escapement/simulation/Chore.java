package dev.escapement.simulation;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** What the operator of {@link Chores} does. */
@Group("simulation.escapement.dev")
@Version("v1")
@SuppressWarnings("NullAway.Init")
public class Chore extends CustomResource<Chore.Spec, Chore.Status> implements Namespaced {
    private static final long serialVersionUID = 1;

    /**
     * What is wanted.
     *
     * @param text to be kept
     * @param fails how many attempts fail at first
     */
    public record Spec(String text, int fails) {}

    /**
     * What is.
     *
     * @param phase waiting, then ready
     * @param observedGeneration of the chore
     * @param runs how often it was looked at
     */
    public record Status(String phase, long observedGeneration, int runs) {}

    static Chore of(String name, int fails) {
        var chore = new Chore();
        chore.setMetadata(
                new ObjectMetaBuilder().withNamespace("default").withName(name).build());
        chore.setSpec(new Spec("first", fails));
        return chore;
    }
}
