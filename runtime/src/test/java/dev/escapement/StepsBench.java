package dev.escapement;

import java.util.List;
import java.util.Map;

import dev.escapement.testcluster.Cluster;
import io.fabric8.kubernetes.client.dsl.Resource;

/** What a functional test of steps works on. */
final class StepsBench implements AutoCloseable {
    final Bench bench;

    StepsBench(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
        Crds.apply(Operator.named("crds")
                .controller(Controller.of(Errand.class).reconcile((_, _) -> Outcome.done()))
                .config(bench.config()));
    }

    Operator start(Steps<Errand> steps) throws InterruptedException {
        return bench.start(Controller.of(Errand.class).reconcile(steps));
    }

    Resource<Errand> errand(String name) {
        return bench.client.resources(Errand.class).inNamespace(bench.namespace).withName(name);
    }

    Errand create(String name) {
        return bench.client
                .resources(Errand.class)
                .resource(Errand.of(bench.namespace, name))
                .create();
    }

    void delete(String name) {
        bench.client.resource(Errand.of(bench.namespace, name)).delete();
    }

    void annotate(String name, String annotation, String value) {
        errand(name).edit(e -> {
            e.getMetadata().setAnnotations(Map.of("escapement.dev/" + annotation, value));
            return e;
        });
    }

    StepsStatus status(String name) {
        var status = errand(name).get().getStatus();
        if (status == null || status.sequence() == null) {
            throw new IllegalStateException(name + " has no status yet");
        }
        return status.sequence();
    }

    StepStatus step(String name, String step) {
        var status = status(name);
        return status.steps().get(status.index(step));
    }

    List<StepStatus.Phase> phases(String name) {
        return status(name).steps().stream().map(StepStatus::phase).toList();
    }

    String version(String name) {
        return errand(name).get().getMetadata().getResourceVersion();
    }

    @Override
    public void close() {
        bench.close();
    }
}
