package dev.escapement;

import java.util.List;

import org.slf4j.Logger;

/** Says what becomes of runs that take too long. */
final class Overdue implements Watch.Listener {
    private final Plan<?> plan;
    private final Parts parts;
    private final Aftermath aftermath;
    private final Logger log;

    Overdue(Plan<?> plan, Parts parts, Aftermath aftermath, Logger log) {
        this.plan = plan;
        this.parts = parts;
        this.aftermath = aftermath;
        this.log = log;
    }

    @Override
    public void slow(Attempt attempt) {
        log.info(
                "{}: has run for {} ms, half of what it may take; it is {}",
                attempt.key,
                plan.limit.toMillis() / 2,
                attempt.where());
    }

    @Override
    public void interrupted(Attempt attempt, String where) {
        log.warn("{}: has run for {} ms, and is interrupted; it was {}", attempt.key, plan.limit.toMillis(), where);
    }

    @Override
    public void abandoned(Attempt attempt) {
        parts.observer().abandoned(plan.name, attempt.key);
        var header = attempt.header;
        if (header != null) {
            var failure = OverdueException.abandoned(plan.limit, attempt.where());
            var last = new DeadLetters.Failure(parts.clock().now(), Failures.describe(failure));
            parts.letters().park(aftermath.id(attempt.key), plan.kind, header, failure, 1, List.of(last));
        }
        log.debug("{}: its code goes on; another worker takes its place", attempt.key);
    }
}
