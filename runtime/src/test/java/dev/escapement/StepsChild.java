package dev.escapement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.client.Config;

import static dev.escapement.StepResult.done;
import static dev.escapement.StepResult.failed;
import static dev.escapement.StepResult.poll;

/**
 * An operator in a process of its own, which is killed while it works. Its steps write down by themselves that they run: {@code
 * run errand step attempt repeated}, a line for the first call of an attempt in each process. Errands that are named late have a
 * step that blocks until its time is over.
 */
final class StepsChild {
    private static final ConcurrentHashMap<String, Integer> CALLS = new ConcurrentHashMap<>();

    private StepsChild() {}

    /** Runs until it is killed: KUBECONFIG NAMESPACE LOG. */
    public static void main(String[] args) throws Exception {
        var log = Path.of(args[2]);
        var steps = Steps.<Errand>named("errand")
                .step("first", (errand, context) -> {
                    write(log, errand, "first", context);
                    return done(errand.getMetadata().getName());
                })
                .step("slow", (errand, context) -> {
                    write(log, errand, "slow", context);
                    context.clock().sleep(Duration.ofMillis(new SplittableRandom(key(errand)).nextInt(400)));
                    return done();
                })
                .step(
                        "flaky",
                        (errand, context) -> {
                            write(log, errand, "flaky", context);
                            return context.attempt() < 3 ? failed("not yet") : done(context.attempt());
                        },
                        step -> step.retry(Backoff.constant(Duration.ofMillis(150))))
                .step("polled", (errand, context) -> {
                    int calls = write(log, errand, "polled", context);
                    return calls < 3 ? poll(Duration.ofMillis(100), "call " + calls) : done();
                })
                .step(
                        "late",
                        (errand, context) -> {
                            write(log, errand, "late", context);
                            if (errand.getMetadata().getName().startsWith("late")) {
                                new CountDownLatch(1).await();
                            }
                            return done();
                        },
                        step -> step.timeoutOf(StepsChild::timeout))
                .step("last", (errand, context) -> {
                    write(log, errand, "last", context);
                    return context.output("first", String.class)
                                    .equals(errand.getMetadata().getName())
                            ? done()
                            : StepResult.failedForGood("another's output");
                });
        append(log, "begins " + Instant.now());
        try (var operator = Operator.named("child")
                .config(Config.fromKubeconfig(Path.of(args[0]).toFile()))
                .namespace(args[1])
                .controller(Controller.of(Errand.class).reconcile(steps))
                .start()) {
            append(log, "ready " + Instant.now());
            operator.awaitClosed();
        }
    }

    /** From 1 to 10 s for those that are to time out. */
    static Duration timeout(Errand errand) {
        return !errand.getMetadata().getName().startsWith("late")
                ? Duration.ofMinutes(5)
                : Duration.ofMillis(1000 + new SplittableRandom(key(errand)).nextInt(9000));
    }

    private static int key(Errand errand) {
        return errand.getMetadata().getName().hashCode();
    }

    private static int write(Path log, Errand errand, String step, StepContext context) throws IOException {
        var run = "run " + errand.getMetadata().getName() + " " + step + " " + context.attempt();
        int calls = CALLS.merge(run, 1, Integer::sum);
        if (calls == 1) {
            append(log, run + " " + context.isRepeated());
        }
        return calls;
    }

    /** In one write, so that a kill leaves whole lines. */
    private static void append(Path log, String line) throws IOException {
        Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
    }
}
