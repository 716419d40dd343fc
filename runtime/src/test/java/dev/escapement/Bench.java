package dev.escapement;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.escapement.testcluster.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** What a functional test works on: a cluster, a namespace of its own, and the operators that it starts. */
final class Bench implements AutoCloseable {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final ResourceDefinitionContext DEAD_LETTERS = new ResourceDefinitionContext.Builder()
            .withGroup("escapement.dev")
            .withVersion("v1alpha1")
            .withKind("DeadLetter")
            .withPlural("deadletters")
            .withNamespaced(true)
            .build();

    final Cluster cluster;
    final KubernetesClient client;
    final String namespace =
            "t" + NAMESPACES.incrementAndGet() + "-" + ProcessHandle.current().pid();
    private final List<Operator> operators = new ArrayList<>();

    Bench(Cluster cluster) throws InterruptedException {
        this.cluster = cluster;
        client = new KubernetesClientBuilder().withConfig(config()).build();
        Crds.apply(Operator.named("crds")
                .controller(Controller.of(Gadget.class).reconcile((_, _) -> Outcome.done()))
                .config(config()));
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    Config config() {
        return Config.fromKubeconfig(cluster.kubeconfig().toFile());
    }

    Operator start(Controller<?>... controllers) throws InterruptedException {
        return start(builder -> {
            for (var controller : controllers) {
                builder.controller(controller);
            }
        });
    }

    /** One that is declared as a test likes. */
    Operator start(Consumer<OperatorBuilder> declaration) throws InterruptedException {
        var builder = Operator.named("test").config(config()).namespace(namespace);
        declaration.accept(builder);
        var operator = builder.start();
        operators.add(operator);
        return operator;
    }

    MixedOperation<Gadget, KubernetesResourceList<Gadget>, Resource<Gadget>> all() {
        return client.resources(Gadget.class);
    }

    Resource<Gadget> gadget(String name) {
        return all().inNamespace(namespace).withName(name);
    }

    Gadget create(String name, int size) {
        return all().resource(Gadget.of(namespace, name, size)).create();
    }

    void resize(String name, int size) {
        gadget(name).edit(g -> {
            g.setSpec(new Gadget.Spec(size, g.getSpec().text()));
            return g;
        });
    }

    /** The dead letters of the namespace; by their definition, as fabric8 remembers for a while that a kind was not served. */
    List<GenericKubernetesResource> deadLetters() {
        return client.genericKubernetesResources(DEAD_LETTERS)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    @Override
    public void close() {
        operators.forEach(Operator::close);
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
