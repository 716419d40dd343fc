package dev.escapement.bench;

import java.util.Arrays;

/** Times that were measured, in nanoseconds. */
final class Samples {
    private long[] values = new long[1024];
    private int count;

    void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = nanos;
    }

    int count() {
        return count;
    }

    /** The percentiles as members of a JSON object. */
    String json() {
        if (count == 0) {
            return "";
        }
        Arrays.sort(values, 0, count);
        return ",\"p50_us\":%d,\"p99_us\":%d,\"max_us\":%d"
                .formatted(
                        values[count / 2] / 1000, values[(int) (count * 99L / 100)] / 1000, values[count - 1] / 1000);
    }
}
