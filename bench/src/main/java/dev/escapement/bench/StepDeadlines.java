package dev.escapement.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import dev.escapement.Controller;
import dev.escapement.Crds;
import dev.escapement.Operator;
import dev.escapement.Step;
import dev.escapement.StepStatus;
import dev.escapement.Steps;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.jspecify.annotations.Nullable;

import static dev.escapement.StepResult.failed;

/**
 * How late deadlines of steps are noticed, with random timeouts from 1 to 30 s: when the step blocks, when it has failed and backs
 * off, and across a restart. On the cluster of KUBECONFIG; COUNT (1000) says how many objects. It prints JSON, one object a line.
 */
public final class StepDeadlines {
    private static final int COUNT = Integer.parseInt(System.getenv().getOrDefault("COUNT", "1000"));
    private static final Duration LONGEST = Duration.ofSeconds(31);

    private final Clock clock = Clock.system();
    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final String namespace;
    /** When the status that says so was reported, by the name of the object. */
    private final ConcurrentHashMap<String, Instant> seen = new ConcurrentHashMap<>();

    private StepDeadlines(String mode) {
        namespace = "steps-" + mode + "-" + ProcessHandle.current().pid();
    }

    /** Measures the modes that are named: block, fail, restart; all of them if none is. */
    public static void main(String[] args) throws InterruptedException {
        for (var mode : args.length == 0 ? List.of("block", "fail", "restart") : List.of(args)) {
            new StepDeadlines(mode).measure(mode);
        }
        System.exit(0);
    }

    private void measure(String mode) throws InterruptedException {
        prepare();
        try (var _ = client.resources(Chore.class).inNamespace(namespace).watch(watcher())) {
            Step<Chore> code = mode.equals("block")
                    ? (_, _) -> {
                        new CountDownLatch(1).await();
                        return failed("never");
                    }
                    : (_, _) -> failed("connection refused");
            var operator = start(code);
            var ready = clock.now();
            if (mode.equals("restart")) {
                clock.sleep(Duration.ofSeconds(8));
                operator.close();
                clock.sleep(Duration.ofSeconds(2));
                operator = start(code);
                ready = clock.now();
            }
            clock.sleep(LONGEST);
            while (seen.size() < COUNT) {
                clock.sleep(Duration.ofMillis(100));
            }
            report(mode, ready);
            operator.close();
        }
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    private void prepare() throws InterruptedException {
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
            chore.setSpec(new Chore.Spec(1000 + random.nextInt(29_000)));
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

    private Operator start(Step<Chore> code) throws InterruptedException {
        return Operator.named("steps")
                .config(Config.autoConfigure(null))
                .namespace(namespace)
                .controller(Controller.of(Chore.class)
                        .reconcile(Steps.<Chore>named("steps")
                                .step(
                                        "late",
                                        code,
                                        step -> step.timeoutOf(chore -> Duration.ofMillis(
                                                        chore.getSpec().timeoutMillis()))
                                                .retry(Backoff.exponential(Duration.ofMillis(500))
                                                        .cap(Duration.ofMinutes(15))))))
                .start();
    }

    private Watcher<Chore> watcher() {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Chore chore) {
                var step = step(chore);
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
        for (var chore :
                client.resources(Chore.class).inNamespace(namespace).list().getItems()) {
            var step = step(chore);
            if (step == null || step.startedAt() == null || step.finishedAt() == null) {
                throw new IllegalStateException(chore.getMetadata().getName() + " was reported to have ended");
            }
            var deadline =
                    Instant.parse(step.startedAt()).plusMillis(chore.getSpec().timeoutMillis());
            boolean passed = mode.equals("restart") && deadline.isBefore(ready);
            var finished = Instant.parse(step.finishedAt());
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
