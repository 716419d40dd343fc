package dev.escapement.console;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.Classifier;
import dev.escapement.Operator;
import dev.escapement.Verdict;
import dev.escapement.cache.Index;
import dev.escapement.cache.Selector;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static dev.escapement.Outcome.failed;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the second founding article asks for, point by point: operators whose handling of events blocks. The rest of it is in
 * {@link QueueKindsTest} and {@link OperatingTest}.
 *
 * <p>Not built yet, and so not tested: versions of an operator, their gradual rollout and roll back, and a dashboard.
 */
@OnEachCluster
class EventHandlingTest {
    private static final ResourceDefinitionContext DEAD_LETTERS = new ResourceDefinitionContext.Builder()
            .withGroup("escapement.dev")
            .withVersion("v1alpha1")
            .withKind("DeadLetter")
            .withPlural("deadletters")
            .withNamespaced(true)
            .build();
    private static final Index VALUE = Index.field("/data/value");

    private final ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        release.countDown();
        bench.close();
    }

    private static String text(ConfigMap map) {
        return map.getMetadata().getName() + map.getData().get("value");
    }

    @Test
    void aChangeOnlyQueuesAKeyWhichIsThereOnceHoweverOftenItChanges() throws InterruptedException {
        var operator = bench.start(Bench.maps().workers(1).reconcile((map, _) -> {
            runs.add(text(map));
            release.await();
            return done();
        }));
        bench.create("a", "0");
        Await.until("the only worker is busy", () -> runs.size() == 1);
        bench.create("b", "0");
        for (int i = 1; i <= 20; i++) {
            bench.change("b", "" + i);
        }
        bench.create("c", "0");
        Await.until("the handler took in all of it meanwhile", () -> operator.depth() == 2);
        release.countDown();
        Await.until("all is done", () -> runs.size() == 3);
        assertThat(runs).containsExactly("a0", "b20", "c0");
    }

    @Test
    void whatIsOfTheWrongTypeIsForgotten() throws InterruptedException {
        bench.create("a", "x");
        var operator = bench.start(
                bench.operator().decoder(ConfigMap.class, _ -> {
                    throw new IOException("no such type");
                }),
                Bench.maps().reconcile((map, _) -> {
                    runs.add(text(map));
                    return done();
                }));
        Await.until("it is given up", () -> operator.runs().getFirst().givenUp() == 1);
        Await.until("its run is over", () -> operator.processing() == 0);
        assertThat(operator.depth() + operator.scheduled()).isZero();
        assertThat(runs).isEmpty();
    }

    @Test
    void concurrencyFollowsTheQueueAtRunTime() throws InterruptedException {
        var operator = bench.start(Bench.maps().workers(1, 8).reconcile((map, _) -> {
            runs.add(text(map));
            release.await();
            return done();
        }));
        for (int i = 0; i < 8; i++) {
            bench.create("m" + i, "0");
        }
        Await.until("none waits any more", () -> operator.processing() == 8);
    }

    @Test
    void concurrencyIsChangedByHandAtRunTime() throws InterruptedException {
        var operator = bench.start(Bench.maps().workers(1).reconcile((map, _) -> {
            runs.add(text(map));
            release.await();
            return done();
        }));
        for (int i = 0; i < 5; i++) {
            bench.create("m" + i, "0");
        }
        Await.until("one runs and the others wait", () -> operator.processing() == 1 && operator.depth() == 4);
        operator.controls().workers("configmaps", 3, 3);
        Await.until("three run", () -> operator.processing() == 3 && operator.depth() == 2);
    }

    @Test
    void errorsAreRetryableOrNot() throws InterruptedException {
        var standard = Classifier.standard();
        assertThat(standard.classify(new SocketTimeoutException("no answer"))).isEqualTo(Verdict.RETRY);
        assertThat(standard.classify(answer(503))).isEqualTo(Verdict.RETRY);
        assertThat(standard.classify(answer(403))).isEqualTo(Verdict.TERMINAL);
        var operator = bench.start(Bench.maps().reconcile((map, context) -> {
            runs.add(text(map));
            context.client().resource(map).delete();
            context.client().resource(map).patch(); // not found
            throw answer(404);
        }));
        bench.create("a", "1");
        Await.until("it ran", () -> runs.size() == 1);
        Await.until("nothing is left to do", () -> operator.processing() + operator.depth() == 0);
        assertThat(operator.scheduled()).isZero();
    }

    private static KubernetesClientException answer(int code) {
        return new KubernetesClientException("the server says " + code, code, null);
    }

    @Test
    void failuresAreRepeatedAfter1And2And4SecondsThenLoggedAndGivenUp() throws InterruptedException {
        var clock = VirtualClock.at(Clock.system().now());
        var times = new ConcurrentLinkedQueue<Instant>();
        bench.create("a", "1");
        try (var log = new LogLines()) {
            var operator = bench.start(
                    bench.operator().clock(clock),
                    Bench.maps()
                            .workers(1)
                            .retry(Backoff.exponential(ofSeconds(1)).jitter(0).attempts(4))
                            .reconcile((_, context) -> {
                                times.add(context.clock().now());
                                return failed("the bank is closed");
                            }));
            Await.until("it has failed once", () -> operator.scheduled() == 1);
            bench.pass(clock, ofSeconds(60));
            var first = times.element();
            assertThat(times).containsExactly(first, first.plusSeconds(1), first.plusSeconds(3), first.plusSeconds(7));
            assertThat(log.with("ERROR")).singleElement().asString().contains("the bank is closed");
        }
    }

    @Test
    void deadLettersCanBeInspectedAndReplayed() throws InterruptedException {
        var closed = new AtomicBoolean(true);
        bench.create("a", "1");
        bench.start(
                Bench.maps().retry(Backoff.constant(ofMillis(5)).attempts(3)).reconcile((map, _) -> {
                    if (closed.get()) {
                        return failed("the bank is closed");
                    }
                    runs.add(text(map));
                    return done();
                }));
        Await.until("there is a letter", () -> letters().size() == 1);
        var letter = letters().getFirst();
        assertThat(letter.<String>get("spec", "error")).isEqualTo("the bank is closed");
        assertThat(letter.<Integer>get("spec", "attempts")).isEqualTo(3);
        closed.set(false);
        bench.client.genericKubernetesResources(DEAD_LETTERS).resource(letter).edit(one -> {
            one.getMetadata().setAnnotations(Map.of("escapement.dev/release", "yes"));
            return one;
        });
        Await.until(
                "it works, and the letter is gone",
                () -> runs.size() == 1 && letters().isEmpty());
    }

    private List<GenericKubernetesResource> letters() {
        return bench.client
                .genericKubernetesResources(DEAD_LETTERS)
                .inNamespace(bench.namespace)
                .list()
                .getItems();
    }

    @Test
    void readsAreLocalByIndexesAndLabelsAndFields() throws InterruptedException {
        var looks = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            bench.create("m" + i, i % 2 == 0 ? "even" : "odd");
        }
        var operator = bench.start(Bench.maps().index(ConfigMap.class, VALUE).reconcile((map, context) -> {
            var mine = Selector.labels("box");
            runs.add(context.list(ConfigMap.class, Selector.by(VALUE, "odd").and(mine))
                            .size()
                    + " " + context.list(ConfigMap.class, mine).size()
                    + " "
                    + context.list(
                                    ConfigMap.class,
                                    Selector.fields("metadata.name=m3").and(mine))
                            .size()
                    + " "
                    + context.get(
                                    ConfigMap.class,
                                    bench.namespace,
                                    map.getMetadata().getName())
                            .isPresent());
            looks.incrementAndGet();
            return done();
        }));
        Await.until("all have looked", () -> looks.get() == 10);
        long before = gets(operator); // what the start needed
        for (int i = 0; i < 10; i++) {
            bench.change("m" + i, i % 2 == 0 ? "odd" : "even");
        }
        Await.until("all have looked again", () -> looks.get() >= 20);
        assertThat(runs).contains("5 10 1 true");
        assertThat(gets(operator)).isEqualTo(before);
    }

    private static long gets(Operator operator) {
        return operator.gate().answers().stream()
                .filter(answers -> answers.method().equals("GET"))
                .mapToLong(answers -> answers.count())
                .sum();
    }

    @Test
    void aStopTakesNothingInAndFinishesWhatIsInFlight() throws InterruptedException {
        var operator = bench.start(
                bench.operator().grace(Duration.ofMinutes(1)),
                Bench.maps().workers(1).reconcile((map, _) -> {
                    runs.add("begins " + text(map));
                    release.await();
                    runs.add("ends " + text(map));
                    return done();
                }));
        bench.create("a", "1");
        Await.until("it is in flight", () -> runs.size() == 1);
        bench.create("b", "1");
        Await.until("another one waits", () -> operator.depth() == 1);
        try (var log = new LogLines()) {
            var stopping = Thread.ofVirtual().start(operator::close);
            Await.until("it is told to stop", operator::isClosing);
            Await.until("nothing waits any more", () -> operator.depth() == 0);
            release.countDown();
            stopping.join();
            assertThat(log.with("Reflector")).isEmpty(); // watches end before the connection does
        }
        assertThat(runs).containsExactly("begins a1", "ends a1");
    }
}
