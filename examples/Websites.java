// A website is a page (kept in a ConfigMap) and some servers that serve it (a Deployment).
//
//   ./esc run examples/Websites.java --crds            on the cluster that kubectl uses
//   ./esc run examples/Websites.java --crds --embedded on an API server of its own
//   kubectl apply -f examples/websites.yaml

import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.escapement.Context;
import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import dev.escapement.time.Backoff;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

@Group("example.dev") @Version("v1")
static class Website extends CustomResource<Website.Spec, Website.Status> implements Namespaced {
    record Spec(@Required String html, @Min(0) @Default("1") int replicas) {}
    record Status(@PrinterColumn String phase, @PrinterColumn String url, int ready) {}
}

void main(String[] args) {
    Operator.named("websites")
        .controller(Controller.of(Website.class)
            .owns(ConfigMap.class).owns(Deployment.class)
            .reconcile(this::reconcile)
            .retry(Backoff.exponential(ofSeconds(1)).cap(ofMinutes(5)).attempts(8)))
        .run(args);
}

Outcome reconcile(Website site, Context context) throws InterruptedException {
    context.apply(page(site));
    var deployment = context.apply(servers(site));
    int ready = readyReplicas(deployment);
    return ready >= site.getSpec().replicas()
        ? done().status(new Website.Status("Ready", url(site), ready))
        : again(ofSeconds(10)).status(new Website.Status("RollingOut", url(site), ready));
}

String url(Website site) {
    return "http://%s.%s.svc".formatted(site.getMetadata().getName(), site.getMetadata().getNamespace());
}

int readyReplicas(Deployment deployment) {
    var status = deployment.getStatus();
    boolean current = status != null && deployment.getMetadata().getGeneration().equals(status.getObservedGeneration());
    return current && status.getReadyReplicas() != null ? status.getReadyReplicas() : 0;
}

ConfigMap page(Website site) {
    return new ConfigMapBuilder()
        .withNewMetadata().withName(site.getMetadata().getName()).endMetadata()
        .addToData("index.html", site.getSpec().html())
        .build();
}

Deployment servers(Website site) {
    var name = site.getMetadata().getName();
    return new DeploymentBuilder()
        .withNewMetadata().withName(name).endMetadata()
        .withNewSpec()
            .withReplicas(site.getSpec().replicas())
            .withNewSelector().addToMatchLabels("website", name).endSelector()
            .withNewTemplate()
                .withNewMetadata().addToLabels("website", name).endMetadata()
                .withNewSpec()
                    .addNewContainer()
                        .withName("httpd").withImage("docker.io/library/httpd:2.4")
                        .addNewPort().withName("http").withContainerPort(80).endPort()
                        .addNewVolumeMount().withName("page").withMountPath("/usr/local/apache2/htdocs").endVolumeMount()
                    .endContainer()
                    .addNewVolume().withName("page").withNewConfigMap().withName(name).endConfigMap().endVolume()
                .endSpec()
            .endTemplate()
        .endSpec()
        .build();
}
