package dev.escapement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import org.jspecify.annotations.Nullable;

/**
 * How far {@link Steps} have come, as it stands in an object's status. An author's status record has it as a component, named
 * {@code sequence} unless {@link Steps#in} says otherwise; nobody writes it but the steps.
 *
 * @param phase whether it runs, or how it ended
 * @param current the step that runs, or at which it ended; none if it succeeded
 * @param message what that step says
 * @param notice what was wrong with the last annotation that asked for something
 * @param generation which generation of the object it was begun for
 * @param startedAt when it was begun; ISO 8601
 * @param finishedAt when it ended; ISO 8601
 * @param acted the annotations that were acted upon
 * @param steps the steps, in their order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StepsStatus(
        @PrinterColumn Phase phase,
        @PrinterColumn(name = "STEP") @Nullable String current,
        @PrinterColumn @Nullable String message,
        @Nullable String notice,
        long generation,
        String startedAt,
        @Nullable String finishedAt,
        Acted acted,
        List<StepStatus> steps) {
    /** Whether a sequence runs, or how it ended. */
    public enum Phase {
        /** Some step is to be done. */
        @JsonProperty("Running")
        RUNNING,
        /** All steps were done, or skipped. */
        @JsonProperty("Succeeded")
        SUCCEEDED,
        /** A step failed, or its time was over. */
        @JsonProperty("Failed")
        FAILED,
        /** Somebody wanted it to end. */
        @JsonProperty("Aborted")
        ABORTED
    }

    /**
     * The values of annotations that were acted upon, so that each acts once.
     *
     * @param skip of {@code escapement.dev/skip}
     * @param abort of {@code escapement.dev/abort}
     * @param retryFrom of {@code escapement.dev/retry-from}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Acted(
            @Nullable String skip,
            @Nullable String abort,
            @Nullable String retryFrom) {
        static final Acted NONE = new Acted(null, null, null);
    }

    /** Takes a copy of the list. */
    public StepsStatus {
        steps = List.copyOf(steps);
        acted = acted == null ? Acted.NONE : acted; // an empty object may be left out by who keeps it
    }

    static StepsStatus begun(List<String> names, long generation, Instant now, Acted acted) {
        var pending = names.stream().map(StepStatus::pending).toList();
        return of(generation, now.toString(), null, acted, null, pending, now);
    }

    /** With all that follows from the steps. */
    private static StepsStatus of(
            long generation,
            String startedAt,
            @Nullable String finishedAt,
            Acted acted,
            @Nullable String notice,
            List<StepStatus> steps,
            Instant now) {
        var at = steps.stream().filter(s -> !s.phase().isPassed()).findFirst();
        var phase = at.map(s -> switch (s.phase()) {
                    case ABORTED -> Phase.ABORTED;
                    case FAILED, TIMED_OUT -> Phase.FAILED;
                    default -> Phase.RUNNING;
                })
                .orElse(Phase.SUCCEEDED);
        var end = phase == Phase.RUNNING ? null : finishedAt == null ? now.toString() : finishedAt;
        var message = at.map(s -> s.message() == null ? null : s.name() + ": " + s.message());
        return new StepsStatus(
                phase,
                at.map(StepStatus::name).orElse(null),
                message.orElse(null),
                notice,
                generation,
                startedAt,
                end,
                acted,
                steps);
    }

    /** With the steps that there are now: what is no longer one is forgotten, what has become one is to be done. */
    StepsStatus with(List<String> names, Instant now) {
        if (steps.stream().map(StepStatus::name).toList().equals(names)) {
            return this;
        }
        var aligned = names.stream()
                .map(name -> steps.stream()
                        .filter(s -> s.name().equals(name))
                        .findFirst()
                        .orElse(StepStatus.pending(name)))
                .toList();
        return of(generation, startedAt, finishedAt, acted, notice, aligned, now);
    }

    StepsStatus with(int index, StepStatus step, Instant now) {
        var changed = new ArrayList<>(steps);
        changed.set(index, step);
        return of(generation, startedAt, finishedAt, acted, notice, changed, now);
    }

    /** With a step and all later ones to be done anew. */
    StepsStatus resetFrom(int index, Instant now) {
        var changed = new ArrayList<>(steps);
        for (int i = index; i < changed.size(); i++) {
            changed.set(i, StepStatus.pending(changed.get(i).name()));
        }
        return of(generation, startedAt, finishedAt, acted, notice, changed, now);
    }

    StepsStatus with(Acted values, @Nullable String complaint) {
        return new StepsStatus(phase, current, message, complaint, generation, startedAt, finishedAt, values, steps);
    }

    /** The place of a step by its name; -1 if there is none. */
    int index(String name) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The place of the step that is to be done, or at which the sequence ended; -1 if it succeeded. */
    int currentIndex() {
        return current == null ? -1 : index(current);
    }
}
