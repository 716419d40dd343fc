package dev.escapement.console;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.escapement.Ailment;
import dev.escapement.Operator;

/**
 * One thing that has to hold for an operator to be well.
 *
 * @param name as {@code ?verbose} shows it
 * @param problem asks the operator what is wrong; empty if nothing is
 */
record Check(String name, Function<Operator, String> problem) {
    /** The process answers, and nothing is wrong that only a restart mends; a stop in order is no reason to kill it. */
    static final List<Check> LIVE =
            List.of(new Check("ping", _ -> ""), new Check("events", operator -> ailments(operator, Ailment::fatal)));

    static final List<Check> READY = List.of(
            new Check("caches", operator -> operator.isSynced() ? "" : "not filled yet"),
            new Check("shutdown", operator -> operator.isClosing() ? "the operator is stopping" : ""),
            new Check("events", operator -> ailments(operator, _ -> true)));

    private static String ailments(Operator operator, Predicate<Ailment> which) {
        return operator.ailments().stream()
                .filter(which)
                .map(ailment -> ailment.part() + " " + ailment.problem())
                .collect(Collectors.joining("; "));
    }

    /** A line for each check, in the form of the API server's own {@code /readyz?verbose}. */
    static String report(List<Check> checks, Operator operator) {
        return checks.stream()
                .map(check -> check.line(check.problem.apply(operator)))
                .collect(Collectors.joining());
    }

    private String line(String wrong) {
        return wrong.isEmpty() ? "[+]" + name + " ok\n" : "[-]" + name + " failed: " + wrong + "\n";
    }

    static boolean pass(List<Check> checks, Operator operator) {
        return checks.stream().allMatch(check -> check.problem.apply(operator).isEmpty());
    }
}
