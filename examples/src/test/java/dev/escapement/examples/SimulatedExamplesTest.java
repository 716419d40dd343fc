package dev.escapement.examples;

import java.nio.file.Path;
import java.util.Map;

import dev.escapement.simulation.Profile;
import dev.escapement.simulation.Simulated;
import dev.escapement.simulation.Simulation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Timeout;

/** The examples, as they are, in simulated clusters with bad weather. */
@Timeout(600)
class SimulatedExamplesTest {
    private static SimulatedProgram program(String name) {
        return SimulatedProgram.of(Path.of(name));
    }

    @Simulated(seeds = 40)
    void eachWebsiteHasItsPageAndServers(Simulation simulation) {
        var websites = program("Websites.java");
        simulation
                .operator(websites::operator)
                .faults(Profile.ROUGH)
                .sample(website(websites, "a", 1), website(websites, "b", 2))
                .eventually(
                        "there are as many pages as Deployments",
                        cluster -> cluster.list(ConfigMap.class).stream()
                                        .filter(map -> map.getData() != null
                                                && map.getData().containsKey("index.html"))
                                        .count()
                                == cluster.list(Deployment.class).size());
    }

    @Simulated(seeds = 25)
    void websitesOutliveHostileWeather(Simulation simulation) {
        var websites = program("Websites.java");
        simulation
                .operator(websites::operator)
                .faults(Profile.HOSTILE)
                .sample(website(websites, "a", 1), website(websites, "b", 2));
    }

    private static HasMetadata website(SimulatedProgram websites, String name, int replicas) {
        return websites.object("""
                {"apiVersion": "example.dev/v1", "kind": "Website", "metadata": {"name": "%s", "namespace": "default"},
                 "spec": {"html": "<h1>%s</h1>", "replicas": %d}}""".formatted(name, name, replicas));
    }

    @Simulated(seeds = 40)
    void inventoriesAreWrittenOnTime(Simulation simulation) {
        var inventory = program("Inventory.java");
        simulation
                .operator(inventory::operator)
                .faults(Profile.ROUGH)
                .given(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .addToLabels("inventory", "on")
                        .endMetadata()
                        .build())
                .sample(secret("shop", "first"))
                .eventually(
                        "there is an inventory",
                        cluster -> cluster.get(ConfigMap.class, "shop", "inventory")
                                .isPresent());
    }

    private static Secret secret(String namespace, String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("copies.example.dev/by", "copy")
                .endMetadata()
                .withData(Map.of("key", "MQ=="))
                .build();
    }

    @Simulated(seeds = 40)
    void copiesOfSecretsAreEqualToTheirSource(Simulation simulation) {
        var copies = program("SecretCopies.java");
        simulation
                .operator(copies::operator)
                .faults(Profile.ROUGH)
                // not a sample: copies outlive their source, so that what is there in the end depends on when it goes
                .given(namespace("source"), namespace("one"), namespace("two"), secret("source", "password"))
                .sample(copies.object("""
                        {"apiVersion": "example.dev/v1", "kind": "SecretCopy", "metadata": {"name": "copy"},
                         "spec": {"sourceNamespace": "source", "sourceName": "password", "targets": ["one", "two"]}}"""))
                .eventually(
                        "copies are equal to their source",
                        cluster -> cluster.list(Secret.class).stream()
                                                .filter(secret -> secret.getMetadata()
                                                        .getName()
                                                        .equals("password"))
                                                .map(Secret::getData)
                                                .distinct()
                                                .count()
                                        <= 1
                                || cluster.get(Secret.class, "source", "password")
                                        .isEmpty());
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    @Simulated(seeds = 40)
    void promotionsComeToTheirEnd(Simulation simulation) {
        var promotions = program("Promotions.java");
        simulation
                .operator(promotions::operator)
                .faults(Profile.ROUGH)
                .given(
                        new DeploymentBuilder()
                                .withNewMetadata()
                                .withNamespace("default")
                                .withName("cart")
                                .endMetadata()
                                .withNewSpec()
                                .withReplicas(2)
                                .withNewSelector()
                                .addToMatchLabels("app", "cart")
                                .endSelector()
                                .withNewTemplate()
                                .withNewMetadata()
                                .addToLabels("app", "cart")
                                .endMetadata()
                                .withNewSpec()
                                .addNewContainer()
                                .withName("cart")
                                .withImage("nginx:1.27")
                                .endContainer()
                                .endSpec()
                                .endTemplate()
                                .endSpec()
                                .build(),
                        promotions.object("""
                                {"apiVersion": "example.dev/v1", "kind": "Stage", "metadata": {"name": "production", "namespace": "default"},
                                 "spec": {"deployment": "cart", "approval": false}}"""))
                .sample(promotions.object("""
                        {"apiVersion": "example.dev/v1", "kind": "Promotion", "metadata": {"name": "cart-2", "namespace": "default"},
                         "spec": {"stage": "production", "image": "nginx:1.28"}}"""))
                .ignoring("/status")
                .eventually(
                        "nothing is promoted any more",
                        cluster ->
                                cluster.get(Deployment.class, "default", "cart").isPresent());
    }
}
