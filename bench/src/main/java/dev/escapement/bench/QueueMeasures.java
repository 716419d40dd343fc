package dev.escapement.bench;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures the queue and the timers, and the JDK's in the same way; prints a line of JSON. The Go program in {@code bench/go}
 * does the same with those of Go; {@code bench/queues} runs both in turn and makes a table of it.
 *
 * <pre>
 * QueueMeasures MEASURE SUBJECT
 * </pre>
 */
public final class QueueMeasures {
    private static final Duration SPREAD = Duration.ofSeconds(10);

    /** By measure and subject. */
    private static final Map<String, Measure> MEASURES = new TreeMap<>(Map.ofEntries(
            Map.entry("single escapement", () -> QueueCost.single(Subject::plain)),
            Map.entry("single escapement-fair", () -> QueueCost.single(Subject::fair)),
            Map.entry("single LinkedBlockingQueue", () -> QueueCost.single(Subject::linked)),
            Map.entry("throughput escapement", () -> Throughput.measure(Subject::plain, Thread.ofPlatform())),
            Map.entry("throughput escapement-virtual", () -> Throughput.measure(Subject::plain, Thread.ofVirtual())),
            Map.entry("throughput escapement-fair", () -> Throughput.measure(Subject::fair, Thread.ofPlatform())),
            Map.entry("throughput LinkedBlockingQueue", () -> Throughput.measure(Subject::linked, Thread.ofPlatform())),
            Map.entry("add-latency escapement", () -> QueueCost.addLatency(Subject::plain)),
            Map.entry("add-latency LinkedBlockingQueue", () -> QueueCost.addLatency(Subject::linked)),
            Map.entry("timers escapement", () -> TimerCost.measure(TimerSubject.Ours::new)),
            Map.entry("timers escapement-queue", () -> TimerCost.measure(TimerSubject.Queue::new)),
            Map.entry("timers ScheduledThreadPoolExecutor", () -> TimerCost.measure(TimerSubject.Executor::new)),
            Map.entry("timers DelayQueue", () -> TimerCost.measure(TimerSubject.Delays::new)),
            Map.entry("lateness escapement", () -> Lateness.measure(TimerSubject.Ours::new, SPREAD)),
            Map.entry("lateness escapement-queue", () -> Lateness.measure(TimerSubject.Queue::new, SPREAD)),
            Map.entry(
                    "lateness ScheduledThreadPoolExecutor", () -> Lateness.measure(TimerSubject.Executor::new, SPREAD)),
            Map.entry("lateness DelayQueue", () -> Lateness.measure(TimerSubject.Delays::new, SPREAD)),
            Map.entry("burst escapement", () -> Lateness.burst(TimerSubject.Ours::new)),
            Map.entry("burst escapement-queue", () -> Lateness.burst(TimerSubject.Queue::new)),
            Map.entry("burst ScheduledThreadPoolExecutor", () -> Lateness.burst(TimerSubject.Executor::new)),
            Map.entry("burst DelayQueue", () -> Lateness.burst(TimerSubject.Delays::new)),
            Map.entry("fairness escapement-fair", () -> Fairness.measure(Subject::fair, false)),
            Map.entry("fairness escapement", () -> Fairness.measure(Subject::plain, false)),
            Map.entry("fairness-step escapement-fair", () -> Fairness.measure(Subject::fair, true)),
            Map.entry("starvation escapement", () -> Starvation.measure(Subject::aged))));

    private QueueMeasures() {}

    private interface Measure {
        Figures run() throws InterruptedException;
    }

    /** Runs one measure with one subject. */
    public static void main(String[] args) throws InterruptedException {
        var measure = MEASURES.get(String.join(" ", args));
        if (measure == null) {
            System.err.println(
                    "usage: QueueMeasures MEASURE SUBJECT, one of:\n  " + String.join("\n  ", MEASURES.keySet()));
            System.exit(2);
        } else {
            System.out.println(measure.run().json(args[0], args[1]));
            System.exit(0); // whatever threads are left
        }
    }
}
