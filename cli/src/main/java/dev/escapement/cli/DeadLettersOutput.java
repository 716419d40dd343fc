package dev.escapement.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

import static dev.escapement.cli.DeadLetterView.age;
import static dev.escapement.cli.DeadLetterView.text;

/** The forms in which letters are printed. */
final class DeadLettersOutput {
    private DeadLettersOutput() {}

    /** What {@code -o} takes. */
    enum Format {
        table,
        wide,
        json,
        yaml
    }

    static List<String> table(List<DeadLetterView> letters, boolean namespaces, boolean wide, Instant now) {
        var head = new ArrayList<String>();
        if (namespaces) {
            head.add("NAMESPACE");
        }
        head.addAll(List.of("NAME", "KIND", "OBJECT", "CONTROLLER", "TASK", "ATTEMPTS", "FINGERPRINT", "AGE"));
        if (wide) {
            head.addAll(List.of("LAST", "OPERATOR"));
        }
        head.add("ERROR");
        var table = new TextTable(head);
        for (var letter : letters) {
            var spec = letter.spec();
            var row = new ArrayList<String>();
            if (namespaces) {
                row.add(letter.metadata().namespace());
            }
            row.addAll(List.of(
                    letter.metadata().name(),
                    letter.kind(),
                    letter.objectName(),
                    text(spec.controller()),
                    text(spec.task()),
                    Integer.toString(spec.attempts()),
                    letter.fingerprint(),
                    age(spec.firstFailure(), now)));
            if (wide) {
                row.addAll(List.of(age(spec.lastFailure(), now), text(spec.operator())));
            }
            row.add(letter.summary() + (letter.discarded() ? " (discarded)" : ""));
            table.row(row);
        }
        return table.lines();
    }

    /** One line for each fingerprint, those with the most letters first. */
    static List<String> groups(List<DeadLetterView> letters, Instant now) {
        var groups = new LinkedHashMap<String, List<DeadLetterView>>();
        letters.forEach(letter -> groups.computeIfAbsent(letter.fingerprint(), _ -> new ArrayList<>())
                .add(letter));
        var table = new TextTable(List.of("FINGERPRINT", "LETTERS", "CONTROLLERS", "LAST", "FOR EXAMPLE", "ERROR"));
        groups.entrySet().stream()
                .sorted((one, other) ->
                        Integer.compare(other.getValue().size(), one.getValue().size()))
                .forEach(group -> {
                    var latest = group.getValue().getFirst();
                    var controllers = new TreeSet<String>();
                    group.getValue().forEach(l -> controllers.add(text(l.spec().controller())));
                    table.row(List.of(
                            group.getKey(),
                            Integer.toString(group.getValue().size()),
                            String.join(",", controllers),
                            age(latest.spec().lastFailure(), now),
                            latest.kind() + " " + latest.object(),
                            latest.summary()));
                });
        return table.lines();
    }

    /** All there is to know of one, and what to do. */
    static List<String> description(DeadLetterView letter, Instant now) {
        var spec = letter.spec();
        var lines = new ArrayList<String>();
        var generation = spec.object() == null ? 0 : spec.object().generation();
        lines.add("Dead letter:  " + letter.metadata().namespace() + "/"
                + letter.metadata().name() + (letter.discarded() ? " (discarded)" : ""));
        lines.add("Object:       " + letter.kind() + " " + letter.object()
                + (generation > 0 ? ", generation " + generation : ""));
        lines.add("Operator:     " + text(spec.operator()) + ", controller " + text(spec.controller()) + ", "
                + text(spec.task()));
        lines.add("Attempts:     " + spec.attempts() + ", the first " + age(spec.firstFailure(), now)
                + " ago, the last " + age(spec.lastFailure(), now) + " ago");
        lines.add("Fingerprint:  " + letter.fingerprint());
        lines.add("Error:");
        text(spec.error()).lines().forEach(line -> lines.add("  " + line));
        lines.add("History:");
        letter.history()
                .forEach(failure -> lines.add("  " + failure.at() + "  "
                        + failure.error().lines().findFirst().orElse("")));
        var place = letter.metadata().name() + " -n " + letter.metadata().namespace();
        lines.add("What to do:");
        lines.add("  The object is not tried again until its spec changes, or you say so:");
        lines.add("    esc dead-letters replay " + place);
        lines.add("  with all that have the same failure:");
        lines.add("    esc dead-letters replay --fingerprint " + letter.fingerprint() + " -A");
        lines.add("  To see no more of it, and leave the object untried until its spec changes:");
        lines.add("    esc dead-letters discard " + place);
        return lines;
    }

    static String machine(Format format, JsonNode json) {
        return OutputOptions.machine(format == Format.yaml, json);
    }

    /** A list as kubectl prints it. */
    static Map<String, Object> list(List<JsonNode> items) {
        var list = new LinkedHashMap<String, Object>();
        list.put("apiVersion", "v1");
        list.put("kind", "List");
        list.put("items", items);
        return list;
    }
}
