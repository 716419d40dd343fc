package dev.escapement;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/** Notices when the time of a step is over, whatever its object's run waits for then, such as an API server that is slow to answer. */
final class StepAlarm {
    private final String step;
    private final Clock.Timer timer;
    private volatile @Nullable Instant rang;

    @SuppressWarnings("this-escape") // nothing is read before it is set
    StepAlarm(StepStatus step, Instant deadline, Clock clock) {
        this.step = name(step);
        this.timer = clock.schedule(Duration.between(clock.now(), deadline), () -> ring(deadline, clock.now()));
    }

    /** The timer's clock is not the wall's. */
    private void ring(Instant deadline, Instant now) {
        rang = now.isBefore(deadline) ? deadline : now;
    }

    private static String name(StepStatus step) {
        return step.name() + " " + step.startedAt();
    }

    boolean isOf(StepStatus other) {
        return step.equals(name(other));
    }

    /** When it rang; null if it has not. */
    @Nullable
    Instant rang() {
        return rang;
    }

    void cancel() {
        timer.cancel();
    }
}
