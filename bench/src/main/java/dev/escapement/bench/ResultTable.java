package dev.escapement.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads lines of JSON from {@link QueueMeasures}, {@link CacheMeasures} and the Go program, and prints them as one table with the bars. */
public final class ResultTable {
    private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":(?:\"([^\"]*)\"|([-+0-9.eE]+))");

    /** What is compared. */
    private static final List<Row> ROWS = List.of(
            new Row("single", "ns", "add + take + done, one thread, ns", "<= 150"),
            new Row("single", "alloc_bytes", "  allocated, B", "<= 1"),
            new Row("throughput", "items_per_s", "4 producers + 4 workers, a million keys, keys/s", ">= 2500000"),
            new Row("add-latency", "p50_ns", "add with a million queued, p50, ns", ""),
            new Row("add-latency", "p99_ns", "  p99", "<= 700"),
            new Row("add-latency", "p999_ns", "  p99.9", ""),
            new Row("add-latency", "max_ns", "  longest", ""),
            new Row("add-latency", "bytes", "  memory of a queued key, B beside the key", ""),
            new Row("timers", "schedule_ns", "a million timers: schedule, ns each", "<= 150"),
            new Row("timers", "reschedule_ns", "  reschedule, ns each", ""),
            new Row("timers", "cancel_ns", "  cancel, ns each", ""),
            new Row("timers", "bytes", "  memory, B each beside the key", "<= 60"),
            new Row("timers", "bytes_rescheduled", "  the same when all were rescheduled", "<= 60"),
            new Row("lateness", "p50_ms", "100 000 timers over 10 s: lateness p50, ms", "<= 0.1"),
            new Row("lateness", "p99_ms", "  p99", "<= 0.3"),
            new Row("lateness", "max_ms", "  longest", ""),
            new Row("lateness", "fired", "  fired", ">= 100000"),
            new Row("burst", "p50_ms", "100 000 timers due at one instant: p50, ms", ""),
            new Row("burst", "max_ms", "  the last", "<= 15"),
            new Row("burst", "first_max_ms", "  the last of a process' first burst", ""),
            new Row("burst", "fired", "  fired", ">= 100000"),
            new Row("fairness", "quiet_p50_ms", "99 light flows at random moments: wait p50, ms", ""),
            new Row("fairness", "quiet_p99_ms", "  p99", ""),
            new Row("fairness", "flood_p50_ms", "  while another flow floods: p50", ""),
            new Row("fairness", "flood_p99_ms", "  p99", ""),
            new Row("fairness", "ratio", "  p99 with the flood / without", "<= 2"),
            new Row("fairness-step", "quiet_p99_ms", "99 light flows in step: wait p99, ms", ""),
            new Row("fairness-step", "flood_p99_ms", "  while another flow floods: p99", ""),
            new Row("fairness-step", "ratio", "  p99 with the flood / without", "<= 2"),
            new Row("starvation", "max_ms", "LOW key under HIGH load of 100 %: longest wait, ms", "<= 1000"),
            new Row("starvation", "p50_ms", "  p50", ""),
            new Row("starvation", "served", "  LOW keys that were served", ""),
            new Row("starvation", "high_per_s", "  HIGH keys a second", ""),
            new Row("fill-widgets", "mb_per_s", "list of widgets to a filled store, MB/s", ">= 1200"),
            new Row("fill-widgets", "object_bytes", "  bytes of an object as received", ""),
            new Row("fill-widgets", "heap_bytes", "  heap of an object in the store, B", ""),
            new Row("fill-widgets", "beside_bytes", "  beside the bytes without managedFields", "<= 250"),
            new Row("fill-pods", "mb_per_s", "list of pods to a filled store, MB/s", ">= 400"),
            new Row("fill-pods", "object_bytes", "  bytes of an object as received", ""),
            new Row("fill-pods", "heap_bytes", "  heap of an object in the store, B", ""),
            new Row("decode", "decode_ns", "typed copy of a widget, ns", ""),
            new Row("decode", "decode_bytes", "  allocated, B", ""),
            new Row("event", "event_ns", "event of a watch: bytes to key in the queue, ns", "<= 5000"),
            new Row("event", "event_bytes_beside", "  allocated beside the stored bytes, B", "<= 1024"),
            new Row("readers", "decode_per_s_1", "a typed copy of a cached widget, 1 thread, reads/s", ""),
            new Row("readers", "decode_per_s_2", "  2 threads", ""),
            new Row("readers", "decode_per_s_4", "  4 threads", ""),
            new Row("readers", "decode_per_s_8", "  8 threads", ""),
            new Row("readers", "decode_waits_of_8", "  waits of the 8 for any lock", "<= 0"),
            new Row("readers", "decode_waits_for_ours", "  waits for our locks", "<= 0"),
            new Row("readers", "header_per_s_1", "the header of a cached widget, 1 thread, reads/s", ""),
            new Row("readers", "header_per_s_2", "  2 threads", ""),
            new Row("readers", "header_per_s_4", "  4 threads", ""),
            new Row("readers", "header_per_s_8", "  8 threads", ""),
            new Row("readers", "header_waits_of_8", "  waits of the 8 for any lock", "<= 0"),
            new Row("readers", "header_waits_for_ours", "  waits for our locks", "<= 0"));

    private ResultTable() {}

    /**
     * A figure of a measure.
     *
     * @param bar {@code <=} or {@code >=} and what Escapement's has to be; empty for none
     */
    private record Row(String measure, String figure, String label, String bar) {
        boolean met(double value) {
            double limit = Double.parseDouble(bar.substring(3));
            return bar.startsWith("<=") ? value <= limit : value >= limit;
        }
    }

    /** One line that was read. */
    private record Line(String text) {
        String word(String name) {
            return find(name, 2);
        }

        double number(String name) {
            var found = find(name, 3);
            return found.isEmpty() ? Double.NaN : Double.parseDouble(found);
        }

        private String find(String name, int group) {
            return MEMBER.matcher(text)
                    .results()
                    .filter(member -> member.group(1).equals(name) && member.group(group) != null)
                    .map(member -> member.group(group))
                    .findFirst()
                    .orElse("");
        }
    }

    /** Prints the table. */
    public static void main(String[] args) throws IOException {
        List<Line> lines;
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines = in.lines().map(Line::new).toList();
        }
        print("measure", "bar", "of", "median", "[min..max]", "its ratio to ours");
        for (var row : ROWS) {
            print(
                    row,
                    lines.stream()
                            .filter(line ->
                                    line.word("measure").equals(row.measure) && !Double.isNaN(line.number(row.figure)))
                            .toList());
        }
    }

    private static void print(Row row, List<Line> lines) {
        double ours = Double.NaN;
        var label = row.label;
        for (var of : lines.stream().map(line -> line.word("of")).distinct().toList()) {
            var values = lines.stream()
                    .filter(line -> line.word("of").equals(of))
                    .mapToDouble(line -> line.number(row.figure))
                    .sorted()
                    .toArray();
            double median = values[values.length / 2];
            boolean first = Double.isNaN(ours);
            if (first) {
                ours = median; // the first of each measure is Escapement's
            }
            var range = "[%s..%s]".formatted(figure(values[0]), figure(values[values.length - 1]));
            var verdict = !first
                    ? "%.2f x".formatted(median / ours)
                    : row.bar.isEmpty() ? "" : row.met(median) ? "met" : "NOT MET";
            print(label, first ? row.bar : "", of, figure(median), range, verdict);
            label = "";
        }
    }

    private static String figure(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f", value);
    }

    private static void print(String... cells) {
        System.out.printf("%-52s %-10s  %-27s %9s  %-20s %s%n", (Object[]) cells);
    }
}
