package dev.escapement.examples;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Cluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

/** The side of the tests: somebody with a client, who makes objects and looks at others. */
final class Playground implements AutoCloseable {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    final Cluster cluster;
    final KubernetesClient client;

    Playground(Cluster cluster) {
        this.cluster = cluster;
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    String namespace(Map<String, String> labels, Map<String, String> annotations) {
        var name = "e" + NAMESPACES.incrementAndGet() + "-"
                + ProcessHandle.current().pid();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }

    void create(String yaml) {
        client.resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
                .create();
    }

    @Nullable
    GenericKubernetesResource get(String apiVersion, String kind, @Nullable String namespace, String name) {
        var resources = client.genericKubernetesResources(apiVersion, kind);
        return namespace == null
                ? resources.withName(name).get()
                : resources.inNamespace(namespace).withName(name).get();
    }

    Map<String, String> data(String namespace, String configMap) {
        ConfigMap map =
                client.configMaps().inNamespace(namespace).withName(configMap).get();
        return map == null ? Map.of() : map.getData();
    }

    Map<String, String> secret(String namespace, String name) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        return secret == null ? Map.of() : secret.getData();
    }

    /** Plays the kubelet of a real control plane that has no nodes: every pod is said to be ready. */
    void readyPods(String namespace) {
        if (!cluster.name().equals("real")) {
            return; // the embedded server says so of Deployments by itself
        }
        for (var pod : client.pods().inNamespace(namespace).list().getItems()) {
            client.resource(pod).editStatus(p -> {
                var ready = new PodCondition();
                ready.setType("Ready");
                ready.setStatus("True");
                p.getStatus().setPhase("Running");
                p.getStatus().setConditions(List.of(ready));
                return p;
            });
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
