package dev.escapement.bench;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.Context;
import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.Outcome;

import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;

/**
 * The operator of the benchmark, as a user would write it. Its settings are environment variables: SCENARIO (noop, write,
 * latency, timer or idle), COUNT (objects), WORKERS (16), SECONDS (of the timer), KUBECONFIG; TRACE makes {@code latency} print
 * each change that it sees. It prints JSON, one object a line.
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

    private final Map<String, Instant> first = new HashMap<>();
    private final Samples samples = new Samples();
    private int complete;

    private WidgetOperator() {}

    /** Runs the scenario. */
    public static void main(String[] args) throws InterruptedException {
        new WidgetOperator().run();
    }

    private void run() throws InterruptedException {
        var controller = Controller.of(Widget.class)
                .workers(number("WORKERS", 16))
                .reconcile((widget, context) -> switch (scenario) {
                    case "write" -> write(widget);
                    case "latency" -> latency(widget);
                    case "timer" -> timer(widget, context);
                    default -> noop(widget);
                });
        var operator = Operator.named("bench").controller(controller).start();
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

    private Outcome timer(Widget widget, Context context) {
        var now = context.clock().now();
        var key = key(widget);
        lock.lock();
        try {
            var start = first.putIfAbsent(key, now);
            if (start == null) {
                seen.put(key, 0L);
                return again(now.plusNanos(SECOND));
            }
            long fire = seen.merge(key, 1L, Long::sum);
            samples.add(nanosOfDay(now) - nanosOfDay(start.plusNanos(fire * SECOND)));
            if (fire < seconds) {
                return again(start.plusNanos((fire + 1) * SECOND));
            }
            if (++complete == count) {
                finished.countDown();
            }
            return done();
        } finally {
            lock.unlock();
        }
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
