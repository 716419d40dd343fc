package dev.escapement;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Steps} decide, as a function without effects: of what the status says, what this process knows of the author's
 * code and what is asked for, it makes the next status, what is to be called, and when to look again.
 *
 * <p>One rule holds on every path: the next look is at the earliest of retry, poll and deadline, and what is past is now.
 *
 * @param name what the sequence is called
 * @param steps in their order
 * @param keepOnChange whether a change of the object's spec lets it go on rather than begin anew
 * @param floor the shortest time between two polls
 * @param ceiling the longest time between two looks
 */
record Sequence(String name, List<Planned> steps, boolean keepOnChange, Duration floor, Duration ceiling) {
    /** One step. */
    record Planned(String name, StepSettings<?> settings) {}

    /**
     * What is the case besides the status.
     *
     * @param now the time
     * @param generation the object's
     * @param annotations the object's
     * @param call what is known of the attempt that the status names
     * @param busy whether code of another attempt has not ended yet, so that none may be called
     * @param changed whether the object, or one that it owns, has changed
     * @param seed for the jitter of retries
     * @param expired when it was noticed that the time of the step that runs is over; null if it was not
     */
    record Situation(
            Instant now,
            long generation,
            Map<String, String> annotations,
            Call call,
            boolean busy,
            boolean changed,
            long seed,
            @Nullable Instant expired) {}

    /**
     * What is to be done.
     *
     * @param status to be written, if it differs, before anything else is done
     * @param call what is known of the status' attempt from then on; {@link Call.Ready} if its code is to be called
     * @param repeated whether the code that is to be called may have been called before, by an earlier process
     * @param at when to look again; empty if only a change brings more to do
     */
    record Decision(StepsStatus status, Call call, boolean repeated, Optional<Instant> at) {}

    List<String> names() {
        return steps.stream().map(Planned::name).toList();
    }

    Sequence with(Planned step) {
        return new Sequence(
                name, Stream.concat(steps.stream(), Stream.of(step)).toList(), keepOnChange, floor, ceiling);
    }

    /** The same steps with other settings. */
    Sequence with(Function<String, StepSettings<?>> settings) {
        var others = steps.stream()
                .map(step -> new Planned(step.name, settings.apply(step.name)))
                .toList();
        return new Sequence(name, others, keepOnChange, floor, ceiling);
    }

    Sequence keptOnChange() {
        return new Sequence(name, steps, true, floor, ceiling);
    }

    Sequence polling(Duration shortest, Duration longest) {
        return new Sequence(name, steps, keepOnChange, shortest, longest);
    }

    /** Decides. The status is null for an object whose sequence was not begun. */
    Decision decide(@Nullable StepsStatus before, Situation situation) {
        var now = situation.now;
        if (before == null || (!keepOnChange && before.generation() != situation.generation)) {
            var acted = before == null ? StepsStatus.Acted.NONE : before.acted();
            before = StepsStatus.begun(names(), situation.generation, now, acted);
        } else if (before.phase() == StepsStatus.Phase.RUNNING) {
            before = before.with(names(), now);
        }
        var asked = new Wishes(names(), situation.annotations, now).applyTo(before);
        var attempt = attempt(asked);
        if (attempt.isEmpty() || !attempt.equals(attempt(before))) {
            // What is known is of an attempt that is of no concern any more.
            boolean busy = situation.busy || situation.call instanceof Call.Executing;
            return proceed(asked, Call.UNKNOWN, busy, situation);
        }
        return proceed(asked, situation.call, situation.busy, situation);
    }

    /** The attempt that a status says is on its way; empty before the first, between two, and at the end. */
    static Optional<Call.Attempt> attempt(StepsStatus status) {
        int index = status.currentIndex();
        if (index < 0 || status.phase() != StepsStatus.Phase.RUNNING) {
            return Optional.empty();
        }
        var step = status.steps().get(index);
        return step.startedAt() == null || step.retryAt() != null
                ? Optional.empty()
                : Optional.of(new Call.Attempt(step.name(), step.startedAt(), step.attempt()));
    }

    /** When the time of the step that runs is over. */
    Optional<Instant> deadline(StepsStatus status) {
        int index = status.currentIndex();
        return index < 0 || status.phase() != StepsStatus.Phase.RUNNING
                ? Optional.empty()
                : deadline(status.steps().get(index), settings(index));
    }

    private static Optional<Instant> deadline(StepStatus step, StepSettings<?> settings) {
        return settings.timeout == null || step.startedAt() == null
                ? Optional.empty()
                : Optional.of(after(Instant.parse(step.startedAt()), settings.timeout));
    }

    private StepSettings<?> settings(int index) {
        return steps.get(index).settings;
    }

    private Decision proceed(StepsStatus status, Call call, boolean busy, Situation situation) {
        var now = situation.now;
        if (status.phase() != StepsStatus.Phase.RUNNING) {
            return new Decision(status, Call.UNKNOWN, false, Optional.empty());
        }
        int index = status.currentIndex();
        var step = status.steps().get(index);
        if (step.phase() == StepStatus.Phase.PENDING) {
            var begun = step.begun(now);
            return busy
                    ? look(status, Call.UNKNOWN, Optional.empty(), now)
                    : call(status.with(index, begun.due(deadline(begun, settings(index))), now), false, now);
        }
        var deadline = deadline(step, settings(index));
        if (!step.due(deadline).equals(step)) {
            return proceed(
                    status.with(index, step.due(deadline), now), call, busy, situation); // it has another timeout now
        }
        if (call instanceof Call.Ended ended
                && deadline.map(ended.at()::isBefore).orElse(true)) {
            return ended(status, index, ended, busy, situation);
        }
        var end = end(call);
        if (end != null || (deadline.isPresent() && !now.isBefore(deadline.get()))) {
            var noticed = situation.expired == null ? end : situation.expired; // code may take a while to end
            var timedOut = timedOut(step, settings(index), noticed == null || noticed.isAfter(now) ? now : noticed);
            return proceed(status.with(index, timedOut, now), Call.UNKNOWN, busy, situation);
        }
        if (step.retryAt() != null) {
            var retryAt = Instant.parse(step.retryAt());
            return busy || now.isBefore(retryAt)
                    ? look(status, Call.UNKNOWN, earlier(deadline, retryAt), now)
                    : call(status.with(index, step.attempted(), now), false, now);
        }
        return switch (call) {
            case Call.Executing executing -> look(status, executing, deadline, now);
            case Call.Ready _ -> busy ? look(status, call, deadline, now) : call(status, false, now);
            case Call.Waiting waiting -> poll(status, waiting, deadline, busy, situation);
            case Call.Unknown _ -> resume(status, index, busy, situation);
            case Call.Ended _ -> throw new IllegalStateException("what has ended was dealt with above");
        };
    }

    private Decision ended(StepsStatus status, int index, Call.Ended ended, boolean busy, Situation situation) {
        var step = status.steps().get(index);
        var settings = settings(index);
        return switch (ended.result()) {
            case StepResult.Done _ -> {
                var done = status.with(index, step.succeeded(ended.at(), ended.output()), situation.now);
                yield proceed(done, Call.UNKNOWN, busy, situation);
            }
            case StepResult.Poll _
            when settings.once -> {
                var cause = "it is to be done once, and cannot poll: put the waiting into a step of its own";
                yield failed(status, index, cause, ended.at(), busy, situation);
            }
            case StepResult.Poll poll -> {
                var says = poll.message().orElse(step.message());
                var waits = says == null || says.equals(step.message())
                        ? status
                        : status.with(index, step.waitsFor(says), situation.now);
                var after = poll.after().orElse(settings.poll);
                var waiting = new Call.Waiting(after(ended.at(), clamp(after)), after(ended.at(), floor));
                yield poll(waits, waiting, deadline(step, settings), busy, situation);
            }
            case StepResult.Failed failed
            when !failed.retryable() || settings.retry.exhausted(step.attempt()) -> {
                var times = step.attempt() == 1 ? "" : " (attempt " + step.attempt() + ")";
                yield failed(status, index, failed.reason() + times, ended.at(), busy, situation);
            }
            case StepResult.Failed failed -> {
                var random = new SplittableRandom(situation.seed * 31 + step.attempt());
                var delay = settings.retry.delay(step.attempt(), random);
                var pause = delay.compareTo(ended.pause()) < 0 ? ended.pause() : delay;
                var waits = step.retriedAt(after(ended.at(), pause), failed.reason());
                yield proceed(status.with(index, waits, situation.now), Call.UNKNOWN, busy, situation);
            }
        };
    }

    private Decision failed(
            StepsStatus status, int index, String cause, Instant at, boolean busy, Situation situation) {
        var step = status.steps().get(index).ended(StepStatus.Phase.FAILED, at, cause);
        return proceed(status.with(index, step, situation.now), Call.UNKNOWN, busy, situation);
    }

    private Decision poll(
            StepsStatus status, Call.Waiting waiting, Optional<Instant> deadline, boolean busy, Situation situation) {
        var now = situation.now;
        boolean early = situation.changed && waiting.notBefore().isBefore(waiting.pollAt());
        var next = early ? new Call.Waiting(waiting.notBefore(), waiting.notBefore()) : waiting;
        return busy || now.isBefore(next.pollAt())
                ? look(status, next, earlier(deadline, next.pollAt()), now)
                : call(status, false, now);
    }

    /** An attempt that an earlier process began, and did not say how it ended. */
    private Decision resume(StepsStatus status, int index, boolean busy, Situation situation) {
        var now = situation.now;
        if (settings(index).once) {
            var cause =
                    "unknown whether it was done: the operator ended while it was on its way. Look, and annotate the object with "
                            + Wishes.SKIP + " or " + Wishes.RETRY_FROM + ": " + status.current();
            return failed(status, index, cause, now, busy, situation);
        }
        return busy ? look(status, Call.UNKNOWN, deadline(status), now) : call(status, true, now);
    }

    private Decision call(StepsStatus status, boolean repeated, Instant now) {
        return new Decision(status, Call.READY, repeated, Optional.of(earliest(deadline(status), now)));
    }

    private Decision look(StepsStatus status, Call call, Optional<Instant> at, Instant now) {
        return new Decision(status, call, false, Optional.of(earliest(at, now)));
    }

    private Instant earliest(Optional<Instant> at, Instant now) {
        return earlier(at, after(now, ceiling)).orElseThrow();
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Instant other) {
        return Optional.of(one.filter(other::isAfter).orElse(other));
    }

    private Duration clamp(Duration poll) {
        return poll.compareTo(floor) < 0 ? floor : poll.compareTo(ceiling) > 0 ? ceiling : poll;
    }

    /** When code has ended, or was interrupted at its deadline; null if it was not. */
    private static @Nullable Instant end(Call call) {
        return switch (call) {
            case Call.Ended ended -> ended.at();
            case Call.Executing executing -> executing.interruptedAt();
            case Call.Unknown _, Call.Ready _, Call.Waiting _ -> null;
        };
    }

    private static StepStatus timedOut(StepStatus step, StepSettings<?> settings, Instant now) {
        var timeout = settings.timeout == null ? Duration.ZERO : settings.timeout;
        var last = step.message() == null ? "; it was still on its way" : "; last: " + step.message();
        return step.ended(StepStatus.Phase.TIMED_OUT, now, "timed out after " + words(timeout) + last);
    }

    /** As {@code kubectl} and Go write it: 10m0s, 1.5s. */
    static String words(Duration duration) {
        var seconds = BigDecimal.valueOf(duration.toNanosPart(), 9)
                .add(BigDecimal.valueOf(duration.toSecondsPart()))
                .stripTrailingZeros()
                .toPlainString();
        long hours = duration.toHours();
        int minutes = duration.toMinutesPart();
        return (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + seconds + "s";
    }

    private static Instant after(Instant start, Duration duration) {
        try {
            return start.plus(duration);
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.MAX;
        }
    }
}
