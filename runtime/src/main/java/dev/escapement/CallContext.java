package dev.escapement;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.Json;
import dev.escapement.time.Deadline;
import org.jspecify.annotations.Nullable;

/** The context of one call of a step, which can be taken away from code that does not end. */
final class CallContext extends ForwardingContext implements StepContext {
    private final Context context;
    private final Json json;
    private final List<Cause> causes;
    private final StepsStatus status;
    private final Call.Attempt attempt;
    private final boolean repeated;
    private final Deadline deadline;
    /** Why it was taken away; null as long as it was not. */
    private volatile @Nullable String revoked;

    CallContext(
            Context context,
            Json json,
            List<Cause> causes,
            StepsStatus status,
            Call.Attempt attempt,
            boolean repeated,
            Deadline deadline) {
        this.context = context;
        this.json = json;
        this.causes = causes;
        this.status = status;
        this.attempt = attempt;
        this.repeated = repeated;
        this.deadline = deadline;
    }

    void revoke(String why) {
        revoked = why;
    }

    @Override
    Context target() {
        var why = revoked;
        if (why != null) {
            throw new IllegalStateException(
                    "the step " + attempt.step() + " was abandoned, and can do nothing any more: " + why);
        }
        return context;
    }

    @Override
    public int attempt() {
        target();
        return attempt.number();
    }

    @Override
    public boolean isRepeated() {
        target();
        return repeated;
    }

    @Override
    public Deadline deadline() {
        target();
        return deadline;
    }

    @Override
    public <V> V output(String step, Class<V> type) {
        target();
        int index = status.index(step);
        if (index < 0) {
            throw new IllegalArgumentException("there is no step \"" + step + "\", so it has no output");
        }
        JsonNode output = status.steps().get(index).output();
        if (output == null) {
            throw new IllegalArgumentException("the step " + step + " has no output: it is "
                    + status.steps().get(index).phase()
                    + (status.steps().get(index).phase() == StepStatus.Phase.SUCCEEDED
                            ? ", without one; hand it on with done(output)"
                            : ""));
        }
        return json.decode(json.encode(output), type);
    }

    @Override
    public List<Cause> causes() {
        target();
        return causes;
    }
}
