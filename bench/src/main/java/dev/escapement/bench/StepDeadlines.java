package dev.escapement.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

import dev.escapement.Crds;
import dev.escapement.Step;
import dev.escapement.StepContext;
import dev.escapement.StepResult;
import dev.escapement.StepStatus;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.jspecify.annotations.Nullable;

import static dev.escapement.StepResult.failed;

/**
 * How late deadlines of steps are noticed, with random timeouts from 1 to 30 s: when the step blocks, when it has failed and backs
 * off, and across a restart; and those from 15 to 30 s that all pass while no operator is there. On the cluster of KUBECONFIG; COUNT
 * (1000) says how many objects. It prints JSON, one object a line.
 */
public final class StepDeadlines {
    private static final int COUNT = Integer.parseInt(System.getenv().getOrDefault("COUNT", "1000"));
    private static final Duration LONGEST = Duration.ofSeconds(31);

    private final Clock clock = Clock.system();
    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final String namespace;
    /** Whose steps were reported to have begun. */
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    /** When the status that says so was reported, by the name of the object. */
    private final ConcurrentHashMap<String, Instant> seen = new ConcurrentHashMap<>();

    private StepDeadlines(String mode) {
        namespace = "steps-" + mode + "-" + ProcessHandle.current().pid();
    }

    /** Measures the modes that are named: block, fail, restart, away; all of them if none is. */
    public static void main(String[] args) throws InterruptedException, IOException {
        for (var mode : args.length == 0 ? List.of("block", "fail", "restart", "away") : List.of(args)) {
            var deadlines = new StepDeadlines(mode);
            if (mode.equals("away")) {
                deadlines.measureAway();
            } else {
                deadlines.measure(mode);
            }
        }
        System.exit(0);
    }

    private static StepResult block(Chore chore, StepContext context) throws InterruptedException {
        new CountDownLatch(1).await();
        return failed("never");
    }

    private void measureAway() throws InterruptedException, IOException {
        prepare(15_000);
        try (var _ = client.resources(Chore.class).inNamespace(namespace).watch(watcher())) {
            var first = StepsOperator.start(namespace, StepDeadlines::block);
            await(() -> begun.size() == COUNT);
            first.close();
            clock.sleep(LONGEST);
            if (!seen.isEmpty()) {
                throw new IllegalStateException(seen.size() + " steps timed out before the operator had ended");
            }
            var second = StepsOperator.process(namespace);
            try (var lines = second.inputReader()) {
                var called = StepsOperator.instant(lines);
                var listed = StepsOperator.instant(lines);
                var ready = StepsOperator.instant(lines);
                await(() -> seen.size() == COUNT);
                var finished = finished();
                print("away", "noticed-after-start-was-called", nanos(called, finished));
                print("away", "noticed-after-list", nanos(listed, finished));
                print("away", "noticed-after-ready", nanos(ready, finished));
                print("away", "visible-after-ready", nanos(ready, seen.values()));
            } finally {
                second.destroyForcibly().onExit().join();
            }
        }
        end();
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            clock.sleep(Duration.ofMillis(100));
        }
    }

    private void end() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    private void measure(String mode) throws InterruptedException {
        prepare(1000);
        try (var _ = client.resources(Chore.class).inNamespace(namespace).watch(watcher())) {
            Step<Chore> code = mode.equals("block") ? StepDeadlines::block : (_, _) -> failed("connection refused");
            var operator = StepsOperator.start(namespace, code);
            var ready = clock.now();
            if (mode.equals("restart")) {
                clock.sleep(Duration.ofSeconds(8));
                operator.close();
                clock.sleep(Duration.ofSeconds(2));
                operator = StepsOperator.start(namespace, code);
                ready = clock.now();
            }
            clock.sleep(LONGEST);
            await(() -> seen.size() == COUNT);
            report(mode, ready);
            operator.close();
        }
        end();
    }

    /** Creates the objects, with timeouts from so many milliseconds to 30 s. */
    private void prepare(int shortest) throws InterruptedException {
        for (var definition : Crds.generate(List.of(Chore.class)).values()) {
            client.resource(definition).createOr(existing -> existing.update());
        }
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        var random = new SplittableRandom(3851);
        for (int i = 0; i < COUNT; ) {
            var chore = new Chore();
            chore.setMetadata(new ObjectMetaBuilder()
                    .withNamespace(namespace)
                    .withName("c" + i)
                    .build());
            chore.setSpec(new Chore.Spec(shortest + random.nextInt(30_000 - shortest)));
            try {
                client.resource(chore).create();
                i++;
            } catch (RuntimeException e) {
                if (i > 0) {
                    throw e;
                }
                clock.sleep(Duration.ofMillis(100)); // the definition is not served yet
            }
        }
    }

    private Watcher<Chore> watcher() {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Chore chore) {
                var step = step(chore);
                if (step != null) {
                    begun.add(chore.getMetadata().getName());
                }
                if (step != null && step.phase() == StepStatus.Phase.TIMED_OUT) {
                    seen.putIfAbsent(chore.getMetadata().getName(), clock.now());
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                throw new IllegalStateException("the watch has ended", cause);
            }
        };
    }

    private static @Nullable StepStatus step(Chore chore) {
        var status = chore.getStatus();
        return status == null || status.sequence() == null
                ? null
                : status.sequence().steps().getFirst();
    }

    private void report(String mode, Instant ready) {
        var noticed = new ArrayList<Long>();
        var overdue = new ArrayList<Long>();
        var visible = new ArrayList<Long>();
        for (var chore : chores()) {
            var step = ended(chore);
            var deadline = Instant.parse(String.valueOf(step.startedAt()))
                    .plusMillis(chore.getSpec().timeoutMillis());
            boolean passed = mode.equals("restart") && deadline.isBefore(ready);
            var finished = Instant.parse(String.valueOf(step.finishedAt()));
            if (passed && finished.isBefore(ready.minusSeconds(1))) {
                noticed.add(nanos(deadline, finished)); // by the first operator
            } else {
                (passed ? overdue : noticed).add(nanos(passed ? ready : deadline, finished));
            }
            if (!passed) {
                visible.add(
                        nanos(deadline, seen.getOrDefault(chore.getMetadata().getName(), finished)));
            }
        }
        print(mode, "noticed", noticed);
        print(mode, "noticed-after-start", overdue);
        print(mode, "visible", visible);
    }

    private List<Chore> chores() {
        return client.resources(Chore.class).inNamespace(namespace).list().getItems();
    }

    private static StepStatus ended(Chore chore) {
        var step = step(chore);
        if (step == null || step.startedAt() == null || step.finishedAt() == null) {
            throw new IllegalStateException(chore.getMetadata().getName() + " was reported to have ended");
        }
        return step;
    }

    /** When each was noticed. */
    private List<Instant> finished() {
        return chores().stream()
                .map(chore -> Instant.parse(String.valueOf(ended(chore).finishedAt())))
                .toList();
    }

    private static List<Long> nanos(Instant from, Collection<Instant> to) {
        return to.stream().map(instant -> nanos(from, instant)).toList();
    }

    private static long nanos(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toNanos());
    }

    private static void print(String mode, String what, List<Long> samples) {
        if (!samples.isEmpty()) {
            var figures = new Figures().with("count", samples.size());
            figures.percentiles(samples.stream().mapToLong(Long::longValue).toArray(), 1e6, "ms");
            System.out.println(figures.json(mode, what));
        }
    }
}
