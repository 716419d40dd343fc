package dev.escapement;

import java.time.Instant;
import java.util.Optional;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of one object's sequence between looks. Used by one run at a time, as there is one for an object;
 * only the call has threads of its own.
 */
final class Play {
    final ObjectKey key;
    final Context context;
    /** The last call of the author's code; null before the first. */
    private @Nullable StepCall call;
    /** The attempt that something is known of besides the call; null if nothing is. */
    private Call.@Nullable Attempt attempt;

    private Call known = Call.UNKNOWN;
    private @Nullable StepAlarm alarm;
    /** How many writes of the status have failed in a row. */
    int failures;

    Play(ObjectKey key, Context context) {
        this.key = key;
        this.context = context;
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

    /** A step has a deadline, or none. */
    void looksAfter(@Nullable StepStatus step, Optional<Instant> deadline, Clock clock) {
        if (step != null && deadline.isPresent()) {
            if (alarm == null || !alarm.isOf(step)) {
                forget();
                alarm = new StepAlarm(step, deadline.get(), clock);
            }
        } else {
            forget();
        }
    }

    /** When it was noticed that the time of a step is over; null if it was not. */
    @Nullable
    Instant expired(@Nullable StepStatus step) {
        return step == null || alarm == null || !alarm.isOf(step) ? null : alarm.rang();
    }

    /** Looks after no step any more. */
    void forget() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    void begins(StepCall next) {
        call = next;
        attempt = null;
        known = Call.UNKNOWN;
    }
}
