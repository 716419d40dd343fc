// Copies a Secret into other namespaces and keeps the copies equal. A SecretCopy is cluster-scoped; the source it names is
// watched by the label that marks Secrets which may be copied, so that no other Secret is ever read.
//
//   ./esc run examples/SecretCopies.java --crds

import static dev.escapement.Outcome.done;
import static dev.escapement.Outcome.failed;

import dev.escapement.Context;
import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import dev.escapement.client.ObjectKey;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

static final String COPIED_BY = "copies.example.dev/by"; // on a source: the name of the SecretCopy

@Group("example.dev") @Version("v1") @Plural("secretcopies")
static class SecretCopy extends CustomResource<SecretCopy.Spec, SecretCopy.Status> {
    record Spec(@Required String sourceNamespace, @Required String sourceName, @Required List<String> targets) {}
    record Status(@PrinterColumn int copies, @PrinterColumn String message) {}
}

void main(String[] args) {
    Operator.named("secret-copies")
        .controller(Controller.of(SecretCopy.class)
            .watches(Secret.class, COPIED_BY, source -> List.of(ObjectKey.of(source.labels().get(COPIED_BY))))
            .reconcile(this::reconcile)
            .cleanup(this::cleanup))
        .uses(Secret.class, "create", "delete", "patch") // the copies; the sources are watched
        .run(args);
}

Outcome reconcile(SecretCopy copy, Context context) throws InterruptedException {
    var spec = copy.getSpec();
    var source = context.get(Secret.class, spec.sourceNamespace(), spec.sourceName());
    if (source.isEmpty()) {
        return failed("no Secret " + spec.sourceNamespace() + "/" + spec.sourceName())
            .status(new SecretCopy.Status(0, "the source is missing"));
    }
    if (!copy.getMetadata().getName().equals(label(source.get()))) {
        return done().status(new SecretCopy.Status(0, "the source is not labelled " + COPIED_BY + "=" + copy.getMetadata().getName()));
    }
    for (var target : spec.targets()) {
        context.apply(copyOf(source.get(), target));
    }
    return done().status(new SecretCopy.Status(spec.targets().size(), "equal to " + spec.sourceNamespace() + "/" + spec.sourceName()));
}

// The copies would be collected by themselves, as their owner is cluster-scoped; but nobody should read them until then.
Outcome cleanup(SecretCopy copy, Context context) throws InterruptedException {
    for (var target : copy.getSpec().targets()) {
        context.delete(new SecretBuilder()
            .withNewMetadata().withNamespace(target).withName(copy.getSpec().sourceName()).endMetadata().build());
    }
    return done();
}

String label(Secret source) {
    var labels = source.getMetadata().getLabels();
    return labels == null ? null : labels.get(COPIED_BY);
}

Secret copyOf(Secret source, String namespace) {
    return new SecretBuilder()
        .withNewMetadata().withNamespace(namespace).withName(source.getMetadata().getName()).endMetadata()
        .withType(source.getType())
        .withData(source.getData())
        .build();
}
