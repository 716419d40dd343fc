package dev.escapement;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** The custom resource of the tests of steps. */
@Group("test.escapement.dev")
@Version("v1")
public class Errand extends CustomResource<Errand.Spec, Errand.Status> implements Namespaced {
    private static final long serialVersionUID = 1;

    /** What is wanted. */
    public record Spec(String what) {}

    /** What is. */
    public record Status(@Nullable String note, @Nullable StepsStatus sequence) {}

    static Errand of(String namespace, String name) {
        var errand = new Errand();
        errand.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        errand.setSpec(new Spec("milk"));
        return errand;
    }
}
