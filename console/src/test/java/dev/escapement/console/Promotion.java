package dev.escapement.console;

import dev.escapement.StepsStatus;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A custom resource whose objects are taken through steps. */
@Group("box.escapement.dev")
@Version("v1")
public class Promotion extends CustomResource<Promotion.Spec, Promotion.Status> implements Namespaced {
    private static final long serialVersionUID = 1;

    /** What is wanted. */
    public record Spec(int seconds) {}

    /** What is. */
    public record Status(@Nullable StepsStatus sequence) {}

    static Promotion of(String namespace, String name, int seconds) {
        var promotion = new Promotion();
        promotion.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        promotion.setSpec(new Spec(seconds));
        return promotion;
    }
}
