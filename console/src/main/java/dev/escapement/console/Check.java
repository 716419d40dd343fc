package dev.escapement.console;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.escapement.Operator;

/**
 * One thing that has to hold for an operator to be well.
 *
 * @param name as {@code ?verbose} shows it
 * @param problem as it is shown when it does not hold
 * @param holds asks the operator
 */
record Check(String name, String problem, Predicate<Operator> holds) {
    /** The process answers: a stop in order is no reason to kill it. */
    static final List<Check> LIVE = List.of(new Check("ping", "", _ -> true));

    static final List<Check> READY = List.of(
            new Check("caches", "not filled yet", Operator::isSynced),
            new Check("shutdown", "the operator is stopping", operator -> !operator.isClosing()));

    /** A line for each check, in the form of the API server's own {@code /readyz?verbose}. */
    static String report(List<Check> checks, Operator operator) {
        return checks.stream()
                .map(check -> check.holds.test(operator)
                        ? "[+]" + check.name + " ok\n"
                        : "[-]" + check.name + " failed: " + check.problem + "\n")
                .collect(Collectors.joining());
    }

    static boolean pass(List<Check> checks, Operator operator) {
        return checks.stream().allMatch(check -> check.holds.test(operator));
    }
}
