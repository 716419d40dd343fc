// Writes down, at fixed times, what there is in a namespace. It has no resource of its own: a Namespace that is labelled
// inventory=on gets a ConfigMap "inventory", renewed every minute (or as its annotation says, in ISO 8601: PT10S).
// The times lie on a grid that begins with the namespace's creation, so they do not drift and a restart does not move them.
//
//   ./esc run examples/Inventory.java
//   kubectl label namespace default inventory=on

import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.failedForGood;

import dev.escapement.Context;
import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.format.DateTimeParseException;

static final String EVERY = "inventory.example.dev/every";

void main(String[] args) {
    Operator.named("inventory")
        .controller(Controller.of(Namespace.class).labelled("inventory=on").reconcile(this::reconcile))
        .uses(ConfigMap.class, "create", "list", "patch").uses(Deployment.class, "list").uses(ServiceAccount.class, "list")
        .run(args);
}

Outcome reconcile(Namespace namespace, Context context) throws InterruptedException {
    var name = namespace.getMetadata().getName();
    var annotations = namespace.getMetadata().getAnnotations();
    Duration interval;
    try {
        interval = Duration.parse(annotations == null ? "PT1M" : annotations.getOrDefault(EVERY, "PT1M"));
    } catch (DateTimeParseException e) {
        return failedForGood("the annotation " + EVERY + " of namespace " + name + " is no duration such as PT1M");
    }
    var now = context.clock().now();
    context.applyUnowned(new ConfigMapBuilder()
        .withNewMetadata().withNamespace(name).withName("inventory").endMetadata()
        .addToData("at", now.toString())
        .addToData("configmaps", "" + context.list(ConfigMap.class, name).size())
        .addToData("deployments", "" + context.list(Deployment.class, name).size())
        .addToData("serviceaccounts", "" + context.list(ServiceAccount.class, name).size())
        .build());
    return again(next(Instant.parse(namespace.getMetadata().getCreationTimestamp()), interval, now));
}

Instant next(Instant anchor, Duration interval, Instant now) {
    long passed = Duration.between(anchor, now).dividedBy(interval);
    return anchor.plus(interval.multipliedBy(passed + 1));
}
