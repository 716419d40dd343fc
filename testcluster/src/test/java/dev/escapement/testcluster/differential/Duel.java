package dev.escapement.testcluster.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.testcluster.Await;

/** Runs scripts on both servers, step by step, until they differ. */
final class Duel implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Server embedded;
    private final Server real;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    Duel(Server embedded, Server real) {
        this.embedded = embedded;
        this.real = real;
    }

    /** How many requests were sent to each server. */
    int requests() {
        return requests.get();
    }

    /** Has both servers serve custom resources, and waits until they do. */
    void define(List<JsonNode> definitions) {
        for (var definition : definitions) {
            var step = Step.of("POST", Kind.DEFINITION.path()).json(definition.toString());
            for (var server : List.of(embedded, real)) {
                int status = server.send(step).status();
                if (status != 201) {
                    throw new IllegalStateException(
                            "the " + server.name() + " server answered " + status + " to " + step);
                }
            }
            var spec = definition.path("spec");
            for (var version : spec.path("versions")) {
                var path = "/apis/" + spec.path("group").asText() + "/"
                        + version.path("name").asText() + "/"
                        + spec.path("names").path("plural").asText();
                for (var server : List.of(embedded, real)) {
                    if (version.path("served").asBoolean()) {
                        Await.until(
                                path + " is served",
                                () -> server.send(Step.of("GET", path)).status() == 200);
                    }
                }
            }
        }
    }

    /** The first difference in the answers to a script. */
    Optional<Difference> run(Script script) {
        var found = differences(script, false);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** @param on whether to go on after answers that differ, as long as their status is the same */
    List<Difference> differences(Script script, boolean on) {
        var found = new ArrayList<Difference>();
        var namespace = "run-" + runs.incrementAndGet();
        try (var left = new Session(embedded, namespace, script.ignored());
                var right = new Session(real, namespace, script.ignored())) {
            for (int i = 0; i < script.steps().size(); i++) {
                var answers = answers(left, right, i, script.steps().get(i));
                if (!answers.same()) {
                    found.add(new Difference(script, i, answers.embedded(), answers.real()));
                    if (!on || !answers.sameStatus()) {
                        return found;
                    }
                }
            }
            for (int i = 0; i < script.steps().size(); i++) {
                int watch = i;
                var told = both(left, right, session -> session.told(watch));
                if (!told.same()) {
                    var title = "the watch of step " + (i + 1) + "\n";
                    found.add(new Difference(
                            script, script.steps().size() - 1, title + told.embedded(), title + told.real()));
                }
            }
            return found;
        }
    }

    private record Answers(String embedded, String real) {
        boolean same() {
            return embedded.equals(real);
        }

        boolean sameStatus() {
            return embedded.lines().findFirst().equals(real.lines().findFirst());
        }
    }

    private Answers answers(Session left, Session right, int index, Step step) {
        requests.incrementAndGet();
        return switch (step.sort()) {
            case CALL -> both(left, right, session -> session.call(step));
            case SENT -> both(left, right, session -> session.status(step));
            case WATCH -> both(left, right, session -> session.watch(index, step));
            case SETTLE -> until(Answers::same, left, right, session -> session.glance(step));
            case GONE ->
                until(
                        answers -> answers.same() && answers.real.startsWith("404"),
                        left,
                        right,
                        session -> session.glance(step));
        };
    }

    private Answers until(
            java.util.function.Predicate<Answers> done, Session left, Session right, Function<Session, String> ask) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var answers = both(left, right, ask);
            if (done.test(answers)) {
                return answers;
            }
            if (System.nanoTime() - deadline > 0) {
                return answers.same() ? new Answers(answers.embedded, "it should be gone") : answers;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private Answers both(Session left, Session right, Function<Session, String> ask) {
        var first = CompletableFuture.supplyAsync(() -> ask.apply(left), threads);
        var second = ask.apply(right);
        return new Answers(first.join(), second);
    }

    /** The same difference with fewer requests before it: those without which it is there as well are left out. */
    Difference shrunk(Difference found) {
        var best = found;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int i = found.step() - 1; i > 0 && System.nanoTime() - deadline < 0; i--) {
            var step = found.script().steps().get(i);
            if (step.sort() == Step.Sort.WATCH || step.body().contains(Session.LAST)) {
                continue;
            }
            var fewer = best.script().upTo(best.step()).without(i);
            var again = run(fewer);
            if (again.isPresent() && again.get().step() == fewer.steps().size() - 1) {
                best = again.get();
            }
        }
        return best;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
