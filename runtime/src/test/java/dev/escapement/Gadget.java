package dev.escapement;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** The custom resource of the functional tests. */
@Group("test.escapement.dev")
@Version("v1")
public class Gadget extends CustomResource<Gadget.Spec, Gadget.Status> implements Namespaced {
    private static final long serialVersionUID = 1;

    /** What is wanted. */
    public record Spec(int size, @Nullable String text) {}

    /** What is. */
    public record Status(int observed, @Nullable String note) {}

    static Gadget of(String namespace, String name, int size) {
        var gadget = new Gadget();
        gadget.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        gadget.setSpec(new Spec(size, "text"));
        return gadget;
    }
}
