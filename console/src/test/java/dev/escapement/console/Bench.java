package dev.escapement.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.OperatorBuilder;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;

/** What a test works on: a cluster, a namespace of its own, ConfigMaps in it, and the operators that it starts. */
final class Bench implements AutoCloseable {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final Duration STEP = Duration.ofSeconds(1);

    final Cluster cluster;
    final KubernetesClient client;
    final String namespace =
            "c" + NAMESPACES.incrementAndGet() + "-" + ProcessHandle.current().pid();
    private final List<Operator> operators = new ArrayList<>();

    Bench(Cluster cluster) {
        this.cluster = cluster;
        client = new KubernetesClientBuilder().withConfig(config()).build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    Config config() {
        return Config.fromKubeconfig(cluster.kubeconfig().toFile());
    }

    OperatorBuilder operator() {
        return Operator.named("box").config(config()).namespace(namespace);
    }

    Operator start(Controller<?>... controllers) throws InterruptedException {
        return start(operator(), controllers);
    }

    Operator start(OperatorBuilder builder, Controller<?>... controllers) throws InterruptedException {
        for (var controller : controllers) {
            builder.controller(controller);
        }
        var operator = builder.start();
        operators.add(operator);
        return operator;
    }

    /** A controller of those ConfigMaps that the test creates; Kubernetes itself makes others. */
    static Controller<ConfigMap> maps() {
        return Controller.of(ConfigMap.class).labelled("box");
    }

    Resource<ConfigMap> map(String name) {
        return client.configMaps().inNamespace(namespace).withName(name);
    }

    void create(String name, String value) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .addToLabels("box", "yes")
                        .endMetadata()
                        .withData(Map.of("value", value))
                        .build())
                .create();
    }

    void change(String name, String value) {
        map(name)
                .edit(map -> new ConfigMapBuilder(map).addToData("value", value).build());
    }

    List<Event> events() {
        return client.events().v1().events().inNamespace(namespace).list().getItems();
    }

    /** Lets time pass for the operators, whose threads come to rest each second. */
    void pass(VirtualClock clock, Duration duration) {
        var end = clock.now().plus(duration);
        while (clock.now().isBefore(end)) {
            var left = Duration.between(clock.now(), end);
            clock.advance(left.compareTo(STEP) < 0 ? left : STEP);
            Await.until("the operators rest", this::isQuiet);
        }
    }

    private boolean isQuiet() {
        return operators.stream()
                .allMatch(operator -> operator.depth() + operator.processing() == 0
                        && operator.timers().stream().allMatch(timer -> timer.running() == 0));
    }

    @Override
    public void close() {
        operators.forEach(Operator::close);
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
