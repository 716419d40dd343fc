package dev.escapement;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the time of a step is over, whatever its object's run waits for then, such as an API server that is slow to answer.
 * A time that is over already is noticed at once.
 */
final class StepAlarm {
    private final Instant deadline;
    private final Clock clock;
    private final Runnable rings;
    private final Clock.@Nullable Timer timer;
    private volatile @Nullable Instant rang;

    /** Set for a time; the action is run when it has been noticed. */
    @SuppressWarnings("this-escape") // nothing is read before it is set
    StepAlarm(Instant deadline, Clock clock, Runnable rings) {
        this.deadline = deadline;
        this.clock = clock;
        this.rings = rings;
        var left = Duration.between(clock.now(), deadline);
        if (left.isPositive()) {
            timer = clock.schedule(left, this::ring);
        } else {
            timer = null;
            ring();
        }
    }

    private void ring() {
        var now = clock.now();
        rang = now.isBefore(deadline) ? deadline : now; // the timer's clock is not the wall's
        rings.run();
    }

    boolean isFor(Instant other) {
        return deadline.equals(other);
    }

    /** When it rang; null if it has not. */
    @Nullable
    Instant rang() {
        return rang;
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
