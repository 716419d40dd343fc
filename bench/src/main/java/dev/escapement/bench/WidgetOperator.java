package dev.escapement.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import dev.escapement.TimerContext;
import dev.escapement.client.ObjectKey;
import dev.escapement.console.HealthServer;

import static dev.escapement.Every.every;
import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;

/**
 * The operator of the benchmark, as a user would write it. Its settings are environment variables: SCENARIO (noop, write,
 * latency, timer or idle), COUNT (objects), WORKERS (16), SECONDS (of the timer), KUBECONFIG; TRACE makes {@code latency} print
 * each change that it sees, METRICS has metrics and health served on that port of the loopback interface. It prints JSON, one object a line.
 */
public final class WidgetOperator {
    private static final long SECOND = 1_000_000_000;

    private final long wallStart = nanosOfDay(Instant.now());
    private final String scenario = System.getenv().getOrDefault("SCENARIO", "noop");
    private final int count = number("COUNT", 0);
    private final int seconds = number("SECONDS", 30);
    private final boolean trace = System.getenv("TRACE") != null;
    private final CountDownLatch finished = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    /** By object; what it holds depends on the scenario. */
    private final Map<String, Long> seen = new HashMap<>();

    private final Map<ObjectKey, Fires> fires = new HashMap<>();
    private final Samples samples = new Samples();
    private int complete;
    private int trained;

    /** How often the timer has called for an object. */
    private static final class Fires {
        final long first;
        int count;

        Fires(long first) {
            this.first = first;
        }
    }

    private WidgetOperator() {}

    /** Runs the scenario. */
    public static void main(String[] args) throws InterruptedException {
        new WidgetOperator().run();
    }

    private void run() throws InterruptedException {
        var widgets = Controller.of(Widget.class).workers(number("WORKERS", 16));
        var controller = scenario.equals("timer")
                ? widgets.timer("probe", every(Duration.ofSeconds(1)), this::probe)
                : widgets.reconcile((widget, _) -> switch (scenario) {
                    case "write" -> write(widget);
                    case "latency" -> latency(widget);
                    case "train" -> train(widget);
                    default -> noop(widget);
                });
        var operator = Operator.named("bench").controller(controller).start();
        if (number("METRICS", 0) != 0) {
            HealthServer.start(operator, number("METRICS", 0));
        }
        if (scenario.equals("idle")) {
            print("{\"ready_ms\":%d}".formatted(sinceProcessStart()));
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            operator.close();
            printSamples();
        }));
        finished.await();
        if (!scenario.equals("timer")) {
            operator.close(); // the last statuses are written when the runs have ended
            print("{\"done\":%d,\"ms\":%d}".formatted(count, sinceProcessStart()));
        }
        System.exit(0);
    }

    /** Writes one status there and back, so that the ahead-of-time cache knows how. */
    private Outcome train(Widget widget) {
        var status = widget.getStatus();
        if (status == null || !key(widget).equals("bench-0/w-00000")) {
            return done();
        }
        return status.phase().equals("Trained")
                ? done().status(new Widget.Status(status.observedGeneration(), "Ready"))
                : again(Duration.ZERO)
                        .status(new Widget.Status(status.observedGeneration(), trained++ < 20 ? "Trained" : "Ready"));
    }

    private Outcome noop(Widget widget) {
        var status = widget.getStatus();
        if (scenario.equals("noop")
                && status != null
                && status.observedGeneration() == widget.getMetadata().getGeneration()) {
            finish(widget);
        }
        return done();
    }

    private Outcome write(Widget widget) {
        var status = widget.getStatus();
        long generation = widget.getMetadata().getGeneration();
        if (status != null && status.observedGeneration() == generation) {
            return done();
        }
        finish(widget);
        return done().status(new Widget.Status(generation, "Ready"));
    }

    private Outcome latency(Widget widget) {
        long now = nanosOfDay(Instant.now());
        long sent = widget.getSpec().sentAt();
        lock.lock();
        try {
            var before = seen.put(key(widget), sent);
            if ((before == null || before != sent) && sent > wallStart) {
                samples.add(now - sent);
                if (trace) {
                    print("{\"sent\":%d,\"at\":%d}".formatted(sent, now));
                }
            }
            if (before == null && seen.size() == count) {
                print("{\"ready_ms\":%d}".formatted(sinceProcessStart()));
            }
        } finally {
            lock.unlock();
        }
        return done();
    }

    /** The callback does nothing but to count how late it is, against the first one for its object. */
    private Outcome probe(TimerContext<Widget> context) {
        long now = nanosOfDay(context.clock().now());
        var key = context.header().key();
        lock.lock();
        try {
            var fires = this.fires.computeIfAbsent(key, _ -> new Fires(now));
            if (fires.count > 0 && fires.count <= seconds) {
                samples.add(now - (fires.first + fires.count * SECOND));
            }
            if (fires.count++ == seconds && ++complete == count) {
                finished.countDown();
            }
        } finally {
            lock.unlock();
        }
        return done();
    }

    private void finish(Widget widget) {
        lock.lock();
        try {
            if (seen.putIfAbsent(key(widget), 1L) == null && seen.size() == count) {
                finished.countDown();
            }
        } finally {
            lock.unlock();
        }
    }

    private void printSamples() {
        lock.lock();
        try {
            if (scenario.equals("latency")) {
                print("{\"samples\":%d%s}".formatted(samples.count(), samples.json()));
            } else if (scenario.equals("timer")) {
                print("{\"fires\":%d,\"expected\":%d%s}".formatted(samples.count(), count * seconds, samples.json()));
            }
        } finally {
            lock.unlock();
        }
    }

    private long sinceProcessStart() {
        // ProcessHandle's start is off by up to a second, as it is counted from the boot time in whole seconds.
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private static String key(Widget widget) {
        return widget.getMetadata().getNamespace() + "/" + widget.getMetadata().getName();
    }

    private static long nanosOfDay(Instant instant) {
        return instant.getEpochSecond() * SECOND + instant.getNano();
    }

    private static void print(String line) {
        System.out.println(line);
    }

    private static int number(String name, int fallback) {
        var value = System.getenv(name);
        return value == null || value.isEmpty() ? fallback : Integer.parseInt(value);
    }
}
