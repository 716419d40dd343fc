package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import dev.escapement.client.ApiException;
import dev.escapement.client.Header;
import dev.escapement.client.RawObject;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Clock;
import dev.escapement.time.Deadline;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * A reconciler that takes an object through steps, one after another, and keeps in the object's status how far it is: a restart
 * goes on where the last process stopped. Immutable: each method returns other steps.
 *
 * <pre>{@code
 * Controller.of(Promotion.class).reconcile(Steps.<Promotion>named("promotion")
 *     .step("set-image", this::setImage)
 *     .step("rolled-out", this::isRolledOut, step -> step.timeout(ofMinutes(10)).poll(ofSeconds(5))))
 * }</pre>
 *
 * <p>A step's beginning is written before its code is called, and its end afterwards, so its code is called at least once. Whose
 * process ends in between is called again, and told so by {@link StepContext#isRepeated()}.
 *
 * @param <T> the type of the objects
 */
public final class Steps<T extends HasMetadata> implements Reconciler<T> {
    private final Sequence sequence;
    private final Map<String, Part<T>> parts;
    private final StatusField field;
    private final Duration grace;

    private final Plays plays = new Plays();
    private final AtomicLong abandoned = new AtomicLong();

    /** One step's code and settings. */
    private record Part<T>(Step<T> code, StepSettings<T> settings) {}

    private Steps(Sequence sequence, Map<String, Part<T>> parts, StatusField field, Duration grace) {
        this.sequence = sequence;
        this.parts = parts;
        this.field = field;
        this.grace = grace;
    }

    /** Steps to be, with a name for logs and threads. */
    public static <T extends HasMetadata> Steps<T> named(String name) {
        var none = new Sequence(name, List.of(), false, Duration.ofMillis(100), Duration.ofMinutes(5));
        return new Steps<>(none, Map.of(), new StatusField("sequence"), Duration.ofSeconds(2));
    }

    /** One more step, without a timeout. */
    public Steps<T> step(String name, Step<T> run) {
        return step(name, run, settings -> settings);
    }

    /**
     * One more step.
     *
     * @param name of lower-case letters, digits and '-'; keep it, as it is what the status knows the step by
     * @param settings how it is timed
     * @throws IllegalArgumentException if the name is no such name, or another step's
     */
    public Steps<T> step(String name, Step<T> run, UnaryOperator<StepSettings<T>> settings) {
        if (!name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?") || parts.containsKey(name)) {
            throw new IllegalArgumentException("step \"" + name + "\" of " + sequence.name() + ": "
                    + (parts.containsKey(name)
                            ? "there is one of this name already"
                            : "use lower-case letters, digits and '-', not at its ends"));
        }
        var more = new HashMap<>(parts);
        var part = new Part<>(run, settings.apply(StepSettings.usual()));
        more.put(name, part);
        var planned = new Sequence.Planned(name, part.settings);
        return new Steps<>(sequence.with(planned), Map.copyOf(more), field, grace);
    }

    /** The field of the object's status in which they keep a {@link StepsStatus}; {@code sequence} unless set. */
    public Steps<T> in(String statusField) {
        return new Steps<>(sequence, parts, new StatusField(statusField), grace);
    }

    /** Goes on when the object's spec is changed; else that begins the steps anew, and interrupts the one that runs. */
    public Steps<T> keepOnChange() {
        return new Steps<>(sequence.keptOnChange(), parts, field, grace);
    }

    /**
     * How often steps poll, whatever they ask for; from 100 ms to 5 min unless set. Deadlines are exact all the same.
     *
     * @throws IllegalArgumentException unless it is {@code 0 < shortest <= longest}
     */
    public Steps<T> pollsBetween(Duration shortest, Duration longest) {
        if (!shortest.isPositive() || shortest.compareTo(longest) > 0) {
            throw new IllegalArgumentException("polls between " + shortest + " and " + longest
                    + ": the shortest interval must be positive, and not above the longest");
        }
        return new Steps<>(sequence.polling(shortest, longest), parts, field, grace);
    }

    /** How long a step that is interrupted has to end before it is abandoned; 2 s unless set. */
    public Steps<T> grace(Duration value) {
        return new Steps<>(sequence, parts, field, value);
    }

    /** How many calls of steps were abandoned in this process, because they did not end when they were interrupted. */
    public long abandoned() {
        return abandoned.get();
    }

    /** Looks after the deadline of a step that somebody else may have begun, as long as there is no run. */
    void resume(RawObject object, Clock clock, Runnable urgently) {
        plays.resume(object, field.deadline(object), clock, urgently);
    }

    /** An object is gone of which there was no run. */
    void forget(Header object) {
        plays.end(object.uid());
    }

    @Override
    public Outcome reconcile(T object, Context context) throws InterruptedException {
        if (!(context instanceof Ledger ledger)) {
            throw new IllegalStateException(
                    "the steps " + sequence.name() + " are called with another context than the operator's");
        }
        var header = ledger.header();
        var play = plays.of(header, ledger);
        var before = field.read(ledger);
        var attempt = before == null ? Optional.<Call.Attempt>empty() : Sequence.attempt(before);
        var timed = sequence(object);
        var now = context.clock().now();
        boolean wasExecuting = play.isExecuting();
        var decision = timed.decide(
                before,
                new Sequence.Situation(
                        now,
                        header.generation(),
                        header.annotations(),
                        play.of(attempt),
                        play.isBusy(attempt),
                        isChanged(context),
                        header.uid().hashCode(),
                        before == null ? null : play.expired(timed.deadline(before))));
        var next = Sequence.attempt(decision.status());
        var call = play.call();
        if (call != null && !next.map(call.attempt()::equals).orElse(false)) {
            call.interrupt();
        }
        var deadline = timed.deadline(decision.status());
        play.looksAfter(deadline, context.clock());
        if (!decision.status().equals(before)) {
            play.intends(next, decision.call());
            try {
                field.write(decision.status(), ledger);
            } catch (ApiException | UnreachableException e) {
                return unwritten(e, play, before == null ? Optional.empty() : timed.deadline(before), context);
            }
        }
        play.failures = 0;
        play.knows(next, decision.call());
        boolean isOver = play.expired(deadline) != null; // while it was written that it begins
        if (decision.call() instanceof Call.Ready && next.isPresent() && !isOver) {
            begin(timed, object, context, ledger, play, decision, next.get());
        }
        plays.sweep(ledger);
        return isOver || (wasExecuting && !play.isExecuting())
                ? Outcome.again(Duration.ZERO) // it is so since, which the decision could not know
                : outcome(play, decision, deadline, header.uid(), now, ledger.wakes());
    }

    private Outcome outcome(
            Play play,
            Sequence.Decision decision,
            Optional<Instant> deadline,
            String uid,
            Instant now,
            boolean isWoken) {
        var call = play.call();
        if (decision.at().isEmpty()) {
            if (call == null || !call.isExecuting()) {
                plays.end(uid);
            }
            return Outcome.done();
        }
        // Runs that ask for the next one sooner are put off when there are many of them, which a deadline must never
        // be.
        var soon = now.plus(StepCall.SHORTEST_LOOK);
        var at = decision.at().get().isBefore(soon) ? soon : decision.at().get();
        var look = call == null || isWoken ? at : now.plus(call.look());
        var next = look.isBefore(at) ? look : at;
        return Outcome.again(deadline.filter(next::isAfter).orElse(next));
    }

    /** The steps with the timeouts that an object says. */
    private Sequence sequence(T object) {
        if (parts.values().stream().allMatch(part -> part.settings.timeoutOf == null)) {
            return sequence;
        }
        return sequence.with(name -> {
            try {
                return part(name).settings.of(object);
            } catch (RuntimeException e) {
                throw new TerminalException(
                        "the timeout of the step " + name + " cannot be told: " + e.getMessage(), e);
            }
        });
    }

    private Part<T> part(String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    private void begin(
            Sequence timed,
            T object,
            Context context,
            Ledger ledger,
            Play play,
            Sequence.Decision decision,
            Call.Attempt attempt) {
        var step = part(attempt.step()).code;
        var deadline = timed.deadline(decision.status());
        var clock = context.clock();
        var limit = deadline.map(at -> Deadline.after(clock, Duration.between(clock.now(), at)))
                .orElse(Deadline.never());
        var given = new CallContext(
                play.context(),
                ledger.json(),
                context.causes(),
                decision.status(),
                attempt,
                decision.repeated(),
                limit);
        var call = new StepCall(
                new StepKeeper(
                        sequence.name() + "/" + attempt.step(),
                        ledger.header(),
                        grace,
                        ledger,
                        context.log(),
                        abandoned),
                attempt,
                () -> step.run(object, given),
                given,
                ledger.json(),
                clock,
                deadline.orElse(null));
        play.begins(call);
        call.start();
        ledger.began(call);
    }

    /** The API server did not take the status: nothing was begun, and what has ended is kept until it does. */
    private Outcome unwritten(RuntimeException failure, Play play, Optional<Instant> deadline, Context context) {
        if (failure instanceof ApiException api) {
            if (api.isNotFound()) {
                return Outcome.done(); // the object is gone
            }
            if (!api.isConflict() && api.code() != 429 && api.code() < 500) {
                throw api;
            }
        }
        boolean stale = failure instanceof ApiException api && api.isConflict();
        if (!stale && play.failures == 0) {
            context.log()
                    .warn(
                            "{}: cannot write how far the steps are, and tries again: {}",
                            play.key,
                            failure.getMessage());
        }
        var pause = play.failed(stale);
        var asked = failure instanceof ApiException api ? api.retryAfter().orElse(pause) : pause;
        var now = context.clock().now();
        var at = now.plus(asked.compareTo(pause) > 0 ? asked : pause);
        return Outcome.again(
                deadline.filter(d -> d.isAfter(now) && d.isBefore(at)).orElse(at));
    }

    private static boolean isChanged(Context context) {
        return context.causes().stream()
                .anyMatch(cause -> !cause.resourceVersion().isEmpty());
    }
}
