package dev.escapement.console;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.escapement.Ailment;
import dev.escapement.Operator;

/**
 * One thing that has to hold for an operator to be well.
 *
 * @param name as {@code ?verbose} shows it and {@code ?exclude} takes it
 * @param problem asks the operator what is wrong; empty if nothing is
 */
record Check(String name, Function<Operator, String> problem) {
    private static final Check CACHES = new Check("caches", operator -> operator.isSynced() ? "" : "not filled yet");

    /** The process answers, and nothing is wrong that only a restart mends; a stop in order is no reason to kill it. */
    static final List<Check> LIVE = List.of(
            new Check("ping", _ -> ""),
            new Check("watches", operator -> ailments(operator, of(Part.CACHE).and(Ailment::fatal))),
            new Check("queues", operator -> ailments(operator, of(Part.QUEUE).and(Ailment::fatal))),
            new Check(
                    "others",
                    operator -> ailments(
                            operator, of(Part.CACHE).or(of(Part.QUEUE)).negate().and(Ailment::fatal))));

    static final List<Check> READY = List.of(
            CACHES,
            new Check("shutdown", operator -> operator.isClosing() ? "the operator is stopping" : ""),
            new Check("api-server", Check::apiServer),
            new Check("watches", operator -> ailments(operator, of(Part.CACHE))),
            new Check("queues", operator -> ailments(operator, of(Part.QUEUE))),
            new Check("workers", operator -> ailments(operator, of(Part.RUN))),
            new Check("timers", operator -> ailments(operator, of(Part.TIMER))),
            new Check("daemons", operator -> ailments(operator, of(Part.DAEMON))),
            new Check("others", operator -> ailments(operator, of(Part.OTHER))));

    /** The start is over: what comes later is the others' business. */
    static final List<Check> STARTED = List.of(CACHES);

    private static Predicate<Ailment> of(Part part) {
        return ailment -> Part.of(ailment) == part;
    }

    private static String ailments(Operator operator, Predicate<Ailment> which) {
        return operator.ailments().stream()
                .filter(which)
                .map(ailment -> ailment.part() + " " + ailment.problem())
                .collect(Collectors.joining("; "));
    }

    /** If one watch is blind it is its kind's trouble, or a permission's; if all are, it is the API server's. */
    private static String apiServer(Operator operator) {
        long blind = operator.ailments().stream().filter(of(Part.CACHE)).count();
        int all = operator.caches().size();
        return all == 0 || blind < all
                ? ""
                : "none of the operator's " + all + " watches hears of changes: "
                        + operator.client().getMasterUrl() + " cannot be reached, or refuses";
    }

    /** What is wrong; empty if nothing is. A check that fails itself is a problem, too. */
    Optional<String> ask(Operator operator) {
        try {
            return Optional.of(problem.apply(operator)).filter(wrong -> !wrong.isEmpty());
        } catch (RuntimeException e) {
            return Optional.of("the check itself failed: " + e);
        }
    }
}
