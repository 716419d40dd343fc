package dev.escapement;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.escapement.client.Header;
import org.slf4j.Logger;

/**
 * Who is told what becomes of the call of a step: the observer, the log, the count of those that were abandoned, and the queue.
 *
 * @param name the sequence's and the step's
 * @param object whose step it is
 * @param grace how long it has to end when it is interrupted
 * @param abandoned counts
 */
record StepKeeper(String name, Header object, Duration grace, Ledger ledger, Logger log, AtomicLong abandoned) {
    /** It begins, and has that long until it is interrupted; for ever if that is zero. */
    void begins(Duration limit) {
        ledger.observer().lastingBegins(name, object.key(), object.uid(), limit.isZero() ? limit : limit.plus(grace));
    }

    void interrupted() {
        ledger.observer().lastingStops(name, object.key(), object.uid(), grace);
    }

    void givenUp() {
        abandoned.incrementAndGet();
        log.warn(
                "{}: the step {} did not end within {} when it was interrupted; it is abandoned, and can write nothing any more",
                object.key(),
                name,
                Sequence.words(grace));
    }

    /** It has ended, or is not waited for any more. */
    void over() {
        ledger.observer().lastingEnds(name, object.key(), object.uid());
        ledger.wake();
    }
}
