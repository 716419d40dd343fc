package dev.escapement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import dev.escapement.cache.Index;
import dev.escapement.cache.Selector;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of docs/cache.md. */
@OnEachCluster
class CacheExamplesTest {
    static final Index NODE = Index.field("/spec/nodeName"); // a JSON pointer; * stands for every element
    static final Index APP = Index.label("app");
    static final Index HOST =
            Index.of("host", object -> List.of(object.header().annotations().getOrDefault("host", "")));

    private final AtomicReference<String> read = new AtomicReference<>("");
    private Bench bench;

    /** A part of a pod. */
    record PodView(Metadata metadata, Spec spec) {}

    /** A part of its metadata. */
    record Metadata(String name) {}

    /** A part of its spec. */
    record Spec(String nodeName) {}

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.client.namespaces().withName("shop").delete();
        bench.close();
    }

    @Test
    void thePagesExamplesAreRunHere() throws IOException {
        var lines = withoutSpace(Files.readString(Path.of("src/test/java/dev/escapement/CacheExamplesTest.java"))
                .replaceAll("/\\*\\*.*\\*/", ""));
        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("..", "docs", "cache.md")))
                        .results()
                        .map(block -> withoutSpace(block.group(1))))
                .hasSizeGreaterThan(4)
                .allMatch(lines::contains);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void aControllerReadsWhatItWatches() throws InterruptedException {
        Controller<Pod> controller = Controller.of(Pod.class)
                .labelled("app=web", "tier in (gold, silver),!legacy") // what any of them selects
                .namespaces("shop", "stock") // in place of the operator's
                .index(Pod.class, NODE)
                .reads(Service.class)
                .reconcile(this::reconcile);
        bench.client
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build())
                .create();
        bench.start(controller.index(Pod.class, APP, HOST));
        bench.client
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("a")
                        .addToLabels("tier", "gold")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("n1")
                        .addNewContainer()
                        .withName("c")
                        .withImage("i")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        Await.until("it was read", () -> !read.get().isEmpty());
        assertThat(read).hasValue("1 pods, 0 services, 0 owned, 0 names");
    }

    private Outcome reconcile(Pod pod, Context context) throws InterruptedException {
        List<Pod> neighbours = context.list(Pod.class, Selector.by(NODE, "n1"));
        List<Service> services =
                context.list(Service.class, Selector.in("shop").and(Selector.labels("app in (web, api)")));
        List<Pod> mine = context.owned(Pod.class); // by owner reference
        List<Header> names = context.headers(Service.class, Selector.all()); // nothing is decoded
        read.set("%d pods, %d services, %d owned, %d names"
                .formatted(neighbours.size(), services.size(), mine.size(), names.size()));
        return Outcome.done();
    }

    @Test
    void aControllerKeepsLess() throws InterruptedException {
        Controller<Gadget> controller = Controller.of(Gadget.class)
                .metadataOnly(Secret.class)
                .watches(
                        Secret.class,
                        secret -> List.of(new ObjectKey(secret.key().namespace(), "main")))
                .views(Pod.class, PodView.class)
                .reconcile((gadget, context) -> {
                    List<PodView> running = context.views(PodView.class, Selector.fields("spec.nodeName=n1"));
                    context.log()
                            .info(
                                    "{} pods beside {}",
                                    running.size(),
                                    gadget.getMetadata().getName());
                    return Outcome.done();
                });
        var operator = bench.start(controller);
        bench.create("a", 1);
        Await.until("it ran", () -> operator.queues().get("gadgets").worked().count() > 0);
        assertThat(operator.caches()).hasSize(3);
    }

    /** Only compiled: operators beside each other are tested in {@link BesideTest}. */
    static void share(Controller<?> websites, Controller<?> auditor) throws InterruptedException {
        Operator sites = Operator.named("websites").controller(websites).start();
        Operator audit =
                Operator.named("audit").controller(auditor).beside(sites).start();
    }
}
