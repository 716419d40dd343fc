package dev.escapement.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

import dev.escapement.Operator;

/**
 * What a row of checks found, in the form of the API server's own {@code /readyz?verbose}.
 *
 * @param pass whether all of them hold, those aside that were excluded
 * @param report a line for each, and one that sums up
 */
record CheckReport(boolean pass, String report) {
    /** Asks all checks; those that are excluded are shown, and do not count. */
    static CheckReport of(String name, List<Check> checks, Operator operator, Collection<String> excluded) {
        var lines = new ArrayList<String>();
        var unknown = new HashSet<>(excluded);
        boolean pass = true;
        for (var check : checks) {
            unknown.remove(check.name());
            if (excluded.contains(check.name())) {
                lines.add("[+]" + check.name() + " excluded: ok");
                continue;
            }
            var problem = check.ask(operator);
            pass &= problem.isEmpty();
            lines.add(problem.map(wrong -> "[-]" + check.name() + " failed: " + wrong)
                    .orElse("[+]" + check.name() + " ok"));
        }
        if (!unknown.isEmpty()) {
            lines.add("warn: some health checks cannot be excluded: no matches for "
                    + String.join(",", unknown.stream().sorted().toList()));
        }
        lines.add(name + " check " + (pass ? "passed" : "failed"));
        return new CheckReport(pass, String.join("\n", lines) + "\n");
    }
}
