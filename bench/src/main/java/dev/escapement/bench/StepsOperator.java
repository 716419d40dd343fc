package dev.escapement.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.OperatorBuilder;
import dev.escapement.Step;
import dev.escapement.Steps;
import dev.escapement.cache.Index;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;

import static dev.escapement.StepResult.poll;

/** The operator of {@link StepDeadlines}; also as a process of its own. */
final class StepsOperator {
    private StepsOperator() {}

    /** Starts it in this process. */
    static Operator start(String namespace, Step<Chore> code) throws InterruptedException {
        return operator(namespace, controller(code)).start();
    }

    private static OperatorBuilder operator(String namespace, Controller<Chore> controller) {
        return Operator.named("steps")
                .config(Config.autoConfigure(null))
                .namespace(namespace)
                .controller(controller);
    }

    private static Controller<Chore> controller(Step<Chore> code) {
        return Controller.of(Chore.class)
                .reconcile(Steps.<Chore>named("steps")
                        .step(
                                "late",
                                code,
                                step -> step.timeoutOf(chore -> Duration.ofMillis(
                                                chore.getSpec().timeoutMillis()))
                                        .retry(Backoff.exponential(Duration.ofMillis(500))
                                                .cap(Duration.ofMinutes(15)))));
    }

    /** Starts it in a process of its own, which prints three instants, see {@link #main}. */
    static Process process(String namespace) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepsOperator.class.getName(),
                        namespace)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static Instant instant(BufferedReader lines) throws IOException {
        return Instant.parse(String.valueOf(lines.readLine()));
    }

    /** Prints when its start was called, when the last object of the first list came in, and when it was ready; runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        var clock = Clock.system();
        var called = clock.now();
        var listed = new AtomicReference<>(called);
        var arrival = Index.of("arrival", _ -> {
            listed.set(clock.now());
            return List.of();
        });
        try (var operator = operator(args[0], controller((_, _) -> poll()).index(Chore.class, arrival))
                .start()) {
            var ready = clock.now();
            System.out.println(called);
            System.out.println(listed.get());
            System.out.println(ready);
            operator.awaitClosed();
        }
    }
}
