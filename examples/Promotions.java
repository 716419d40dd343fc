// Promotes an image to a stage, step by step: set it, wait until it is rolled out, verify by HTTP, wait for somebody's approval.
// How far a promotion is stands in its status, so a restart goes on where it was. A Stage says which Deployment it is about.
//
//   ./esc run examples/Promotions.java --crds
//   kubectl apply -f examples/promotions.yaml; kubectl get promotions -w
//   kubectl annotate promotion cart-2 promotions.example.dev/approved-by=you
//   kubectl annotate promotion cart-2 escapement.dev/skip=verify             (or abort=why, or retry-from=set-image)

import static dev.escapement.StepResult.done;
import static dev.escapement.StepResult.failed;
import static dev.escapement.StepResult.poll;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.StepContext;
import dev.escapement.StepResult;
import dev.escapement.Steps;
import dev.escapement.StepsStatus;
import dev.escapement.time.Backoff;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

static final String APPROVED_BY = "promotions.example.dev/approved-by";

@Group("example.dev") @Version("v1")
static class Stage extends CustomResource<Stage.Spec, Void> implements Namespaced {
    record Spec(@Required String deployment, String verify, boolean approval) {}
}

@Group("example.dev") @Version("v1")
static class Promotion extends CustomResource<Promotion.Spec, Promotion.Status> implements Namespaced {
    record Spec(@PrinterColumn @Required String stage, @PrinterColumn @Required String image) {}
    record Status(StepsStatus sequence) {}
}

record Applied(long generation) {}

final HttpClient http = HttpClient.newHttpClient();

void main(String[] args) {
    Operator.named("promotions")
        .controller(Controller.of(Promotion.class).reads(Stage.class).reads(Deployment.class)
            .reconcile(Steps.<Promotion>named("promotion")
                .step("set-image", this::setImage, step -> step.timeout(ofMinutes(1)))
                .step("rolled-out", this::isRolledOut, step -> step.timeout(ofMinutes(10)).poll(ofSeconds(1)))
                .step("verify", this::verify, step -> step.timeout(ofMinutes(2)).retry(Backoff.constant(ofSeconds(2))))
                .step("approve", this::isApproved)))
        .uses(Deployment.class, "patch")
        .run(args);
}

StepResult setImage(Promotion promotion, StepContext context) throws InterruptedException {
    var deployment = deployment(promotion, context);
    var container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    var applied = context.applyUnowned(new DeploymentBuilder()
        .withNewMetadata().withName(deployment.getMetadata().getName()).endMetadata()
        .withNewSpec().withNewTemplate().withNewSpec()
            .addNewContainer().withName(container.getName()).withImage(promotion.getSpec().image()).endContainer()
        .endSpec().endTemplate().endSpec()
        .build());
    return done(new Applied(applied.getMetadata().getGeneration()));
}

StepResult isRolledOut(Promotion promotion, StepContext context) throws InterruptedException {
    var deployment = deployment(promotion, context);
    int wanted = deployment.getSpec().getReplicas();
    var status = deployment.getStatus();
    if (status == null || status.getObservedGeneration() == null
            || status.getObservedGeneration() < context.output("set-image", Applied.class).generation()) {
        return poll("for the Deployment's controller");
    }
    int ready = Math.min(number(status.getUpdatedReplicas()), number(status.getAvailableReplicas()));
    boolean isAlone = number(status.getReplicas()) == wanted; // no pod of an older image is left
    return ready >= wanted && isAlone ? done() : poll("%d of %d replicas are available".formatted(ready, wanted));
}

StepResult verify(Promotion promotion, StepContext context) throws Exception {
    var url = stage(promotion, context).getSpec().verify();
    if (url == null) {
        return done();
    }
    var answer = http.send(HttpRequest.newBuilder(URI.create(url)).timeout(ofSeconds(5)).build(), BodyHandlers.ofString());
    return answer.statusCode() == 200 ? done() : failed(url + " answers " + answer.statusCode());
}

// The annotation is a change of the promotion, which brings the next look at once.
StepResult isApproved(Promotion promotion, StepContext context) throws InterruptedException {
    var annotations = promotion.getMetadata().getAnnotations();
    var by = annotations == null ? null : annotations.get(APPROVED_BY);
    return by != null ? done(by)
        : stage(promotion, context).getSpec().approval() ? poll(ofMinutes(5), "for the annotation " + APPROVED_BY)
        : done();
}

Stage stage(Promotion promotion, StepContext context) throws InterruptedException {
    var name = promotion.getSpec().stage();
    return context.get(Stage.class, promotion.getMetadata().getNamespace(), name)
        .orElseThrow(() -> new IllegalStateException("there is no Stage \"" + name + "\""));
}

Deployment deployment(Promotion promotion, StepContext context) throws InterruptedException {
    var name = stage(promotion, context).getSpec().deployment();
    return context.get(Deployment.class, promotion.getMetadata().getNamespace(), name)
        .orElseThrow(() -> new IllegalStateException("there is no Deployment \"" + name + "\""));
}

int number(Integer count) {
    return count == null ? 0 : count;
}
