package dev.escapement.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The numbers of one result by name, which says the unit; printed as one line of JSON. */
final class Figures {
    private final Map<String, Double> values = new LinkedHashMap<>();

    Figures with(String name, double value) {
        values.put(name, value);
        return this;
    }

    /** Adds percentiles of samples in nanoseconds, in a unit of so many nanoseconds; sorts the samples. */
    Figures percentiles(long[] samples, double unit, String suffix) {
        Arrays.sort(samples);
        return with("p50_" + suffix, at(samples, 0.5) / unit)
                .with("p99_" + suffix, at(samples, 0.99) / unit)
                .with("p999_" + suffix, at(samples, 0.999) / unit)
                .with("max_" + suffix, at(samples, 1) / unit);
    }

    /** A value that was put in. */
    double get(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not among " + values.keySet());
        }
        return value;
    }

    String json(String measure, String of) {
        return values.entrySet().stream()
                .map(entry -> ",\"%s\":%s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("", "{\"measure\":\"%s\",\"of\":\"%s\"".formatted(measure, of), "}"));
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long at(long[] sorted, double share) {
        return sorted[Math.min((int) (sorted.length * share), sorted.length - 1)];
    }
}
