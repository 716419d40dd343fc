package dev.escapement.client;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts answers by method and status, of which there are a few hundred at most. */
final class GateFigures {
    /** What client-go calls the status when there was no answer. */
    static final String ERROR = "<error>";

    private record Sort(String method, String code) {}

    private final ConcurrentHashMap<Sort, LongAdder> answers = new ConcurrentHashMap<>();
    /** How many requests are under way that never wait. */
    final AtomicInteger exempt = new AtomicInteger();

    private final ConcurrentHashMap<String, GateLatencies> latencies = new ConcurrentHashMap<>();

    /** An answer to a request of a method began so long after it was sent. */
    void took(String method, long nanos) {
        latencies.computeIfAbsent(known(method), _ -> new GateLatencies()).add(nanos);
    }

    List<GateState.Latency> latencies() {
        return latencies.entrySet().stream()
                .map(entry ->
                        new GateState.Latency(entry.getKey(), entry.getValue().snapshot()))
                .sorted(Comparator.comparing(GateState.Latency::method))
                .toList();
    }

    private static String known(String method) {
        return GateVerb.METHODS.contains(method) ? method : "other";
    }

    void count(String method, String code) {
        var known = known(method);
        var usual = code.length() == 3 || code.equals(ERROR) ? code : "other";
        answers.computeIfAbsent(new Sort(known, usual), _ -> new LongAdder()).increment();
    }

    List<GateState.Answers> answers() {
        return answers.entrySet().stream()
                .map(sort -> new GateState.Answers(
                        sort.getKey().method(),
                        sort.getKey().code(),
                        sort.getValue().sum()))
                .sorted(Comparator.comparing(GateState.Answers::method).thenComparing(GateState.Answers::code))
                .toList();
    }
}
