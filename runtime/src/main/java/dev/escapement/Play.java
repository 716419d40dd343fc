package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of one object's sequence between looks. Used by one run at a time, as there is one for an object;
 * only the call has threads of its own.
 */
final class Play {
    private static final Backoff REWRITE = Backoff.exponential(Duration.ofMillis(100))
            .cap(Duration.ofSeconds(5))
            .jitter(0);
    private static final Backoff REREAD = Backoff.exponential(Duration.ofMillis(100))
            .cap(Duration.ofSeconds(1))
            .jitter(0);

    final ObjectKey key;
    /** What its steps are called with; null before the first run. */
    private volatile @Nullable Context context;
    /** The last call of the author's code; null before the first. */
    private @Nullable StepCall call;
    /** The attempt that something is known of besides the call; null if nothing is. */
    private Call.@Nullable Attempt attempt;

    private Call known = Call.UNKNOWN;
    private volatile @Nullable StepAlarm alarm;
    /** How many writes of the status have failed in a row. */
    int failures;

    Play(ObjectKey key) {
        this.key = key;
    }

    /** A run of the object begins. */
    void meets(Ledger ledger) {
        if (context == null) {
            context = ledger.outliving();
        }
    }

    /** A context that may be used beyond the run. */
    Context context() {
        return Objects.requireNonNull(context, "no run has begun");
    }

    /** What is known of an attempt. */
    Call of(Optional<Call.Attempt> wanted) {
        if (wanted.isEmpty()) {
            return Call.UNKNOWN;
        }
        if (call != null && call.attempt().equals(wanted.get())) {
            return call.known();
        }
        return wanted.get().equals(attempt) ? known : Call.UNKNOWN;
    }

    /** Whether code of another attempt than this is on its way. */
    boolean isBusy(Optional<Call.Attempt> wanted) {
        return call != null
                && call.isExecuting()
                && !wanted.map(call.attempt()::equals).orElse(false);
    }

    boolean isExecuting() {
        return call != null && call.isExecuting();
    }

    @Nullable
    StepCall call() {
        return call;
    }

    /** From now on this is known of an attempt: what had ended was told of. */
    void knows(Optional<Call.Attempt> of, Call what) {
        if (what instanceof Call.Executing) {
            return; // it may have ended since it was asked
        }
        if (call != null && !call.isExecuting()) {
            call = null;
        }
        attempt = of.orElse(null);
        known = what;
    }

    /** Before a write that may arrive without an answer: if the status names the attempt later, it is this process' own. */
    void intends(Optional<Call.Attempt> of, Call what) {
        if (what instanceof Call.Ready) {
            attempt = of.orElse(null);
            known = what;
        }
    }

    /** Somebody else has begun a step, which has a deadline: when that has passed, the first run is urgent. */
    void resumes(Instant deadline, Clock clock, Runnable urgently) {
        var set = alarm;
        if (context != null || (set != null && set.isFor(deadline))) {
            return;
        }
        forget();
        alarm = new StepAlarm(deadline, clock, () -> {
            if (context == null) {
                urgently.run();
            }
        });
    }

    /** The step that runs has a deadline, or none. */
    void looksAfter(Optional<Instant> deadline, Clock clock) {
        var set = alarm;
        if (deadline.isEmpty()) {
            forget();
        } else if (set == null || !set.isFor(deadline.get())) {
            forget();
            alarm = new StepAlarm(deadline.get(), clock, () -> {}); // a run is scheduled for then
        }
    }

    /** When it was noticed that a deadline has passed; null if it was not. */
    @Nullable
    Instant expired(Optional<Instant> deadline) {
        var set = alarm;
        return set == null || !deadline.map(set::isFor).orElse(false) ? null : set.rang();
    }

    /** Looks after no step any more. */
    void forget() {
        var set = alarm;
        if (set != null) {
            set.cancel();
            alarm = null;
        }
    }

    /** A write of the status has failed, because it was of an old copy or for another reason; returns how long to wait. */
    Duration failed(boolean stale) {
        failures++;
        return (stale ? REREAD : REWRITE)
                .delay(failures, new SplittableRandom(0)); // without jitter, so none is asked for
    }

    void begins(StepCall next) {
        call = next;
        attempt = null;
        known = Call.UNKNOWN;
    }
}
