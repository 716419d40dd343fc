package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.Json;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * One call of a step's code, on a virtual thread of its own: it is interrupted when its time is over or nobody wants it any
 * more, and abandoned if it has not ended a while later.
 */
final class StepCall implements Lasting {
    /** The author's code, with all that it is called with. */
    interface Code {
        StepResult run() throws Exception;
    }

    static final Duration SHORTEST_LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    static final int LARGEST_OUTPUT = 16 * 1024;

    private final Call.Attempt attempt;
    private final Code code;
    private final CallContext context;
    private final Json json;
    private final Clock clock;
    private final StepKeeper keeper;
    private final @Nullable Instant deadline;
    private final long begun;
    private final Thread thread;
    private final AtomicBoolean interrupted = new AtomicBoolean();
    /** Whether code or grace has come to its end, whichever is first. */
    private final AtomicBoolean over = new AtomicBoolean();

    private final CompletableFuture<Void> whenAllIsOver = new CompletableFuture<>();

    /** When it was interrupted because its time was over; null if it was not. */
    private volatile @Nullable Instant expired;

    private volatile Clock.@Nullable Timer alarm;
    private volatile Call.@Nullable Ended ended;

    StepCall(
            StepKeeper keeper,
            Call.Attempt attempt,
            Code code,
            CallContext context,
            Json json,
            Clock clock,
            @Nullable Instant deadline) {
        this.attempt = attempt;
        this.code = code;
        this.context = context;
        this.json = json;
        this.clock = clock;
        this.keeper = keeper;
        this.deadline = deadline;
        this.begun = clock.nanos();
        this.thread = Thread.ofVirtual()
                .name(keeper.name() + " " + keeper.object().key())
                .unstarted(this::run);
    }

    void start() {
        if (deadline == null) {
            keeper.begins(Duration.ZERO);
        } else {
            var left = Duration.between(clock.now(), deadline);
            keeper.begins(left.isPositive() ? left : Duration.ofNanos(1));
            alarm = clock.schedule(left, this::expire);
        }
        thread.start();
    }

    private void expire() {
        expired = clock.now();
        interrupt();
    }

    Call.Attempt attempt() {
        return attempt;
    }

    /** Whether its code is on its way, and has not been abandoned. */
    boolean isExecuting() {
        return !over.get();
    }

    /** What is known of it: that it is on its way, or what came of it. One that was abandoned goes on, for all that is known. */
    Call known() {
        var result = ended;
        var interruptedAt = expired;
        if (result != null || interruptedAt == null || deadline == null) {
            return result == null ? Call.EXECUTING : result;
        }
        return new Call.Executing(interruptedAt.isBefore(deadline) ? deadline : interruptedAt);
    }

    /** After which time to look whether it has ended, when nobody could be told: it grows with the time that it takes. */
    Duration look() {
        var share = Duration.ofNanos(clock.nanos() - begun).dividedBy(4);
        var look = share.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : share;
        return look.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : look;
    }

    @Override
    public void end() {
        interrupt();
    }

    @Override
    public CompletableFuture<Void> over() {
        return whenAllIsOver;
    }

    /** Asks it to end, once, and gives it a while. */
    void interrupt() {
        if (interrupted.compareAndSet(false, true) && isExecuting()) {
            keeper.interrupted();
            thread.interrupt();
            alarm = clock.schedule(keeper.grace(), this::abandon);
        }
    }

    private void abandon() {
        if (over.compareAndSet(false, true)) {
            context.revoke("it had not ended " + Sequence.words(keeper.grace()) + " after it was interrupted");
            keeper.givenUp();
            tellThatItIsOver();
        }
    }

    private void run() {
        var result = call();
        if (over.compareAndSet(false, true)) {
            ended = result;
            var timer = alarm;
            if (timer != null) {
                timer.cancel();
            }
            tellThatItIsOver();
        }
    }

    private void tellThatItIsOver() {
        keeper.over();
        whenAllIsOver.complete(null);
    }

    private Call.Ended call() {
        try {
            var result = code.run();
            var output = result instanceof StepResult.Done(var value) && value.isPresent() ? output(value.get()) : null;
            return new Call.Ended(result, output, Duration.ZERO, endedAt());
        } catch (OutputException e) {
            return new Call.Ended(StepResult.failedForGood(words(e)), endedAt());
        } catch (Throwable e) {
            // Errors as well: an author's StackOverflowError is an attempt that failed.
            boolean helpless = Failures.verdict(e) == Verdict.TERMINAL;
            var result = helpless ? StepResult.failedForGood(words(e)) : StepResult.failed(words(e));
            return new Call.Ended(result, null, Failures.retryAfter(e), endedAt());
        }
    }

    /** Now, and not before the deadline that ended it, which is by the monotonic clock. */
    private Instant endedAt() {
        var now = clock.now();
        return expired != null && deadline != null && now.isBefore(deadline) ? deadline : now;
    }

    private JsonNode output(Object value) throws OutputException {
        try {
            var tree = json.tree(value);
            int size = json.encode(tree).length;
            if (size > LARGEST_OUTPUT) {
                throw new OutputException("it was done, but its output is " + size + " bytes of JSON, and at most "
                        + LARGEST_OUTPUT + " are kept: put it into a ConfigMap, and hand on its name");
            }
            return tree;
        } catch (IllegalArgumentException e) {
            throw new OutputException("it was done, but its output cannot be written as JSON: " + words(e));
        }
    }

    private static String words(Throwable failure) {
        var message = failure.getMessage();
        return failure instanceof Error || message == null || message.isBlank()
                ? failure.getClass().getSimpleName() + (message == null ? "" : ": " + message)
                : message;
    }

    /** An output that cannot be kept; another attempt would not help. */
    private static final class OutputException extends Exception {
        private static final long serialVersionUID = 1;

        OutputException(String message) {
            super(message, null, false, false);
        }
    }
}
