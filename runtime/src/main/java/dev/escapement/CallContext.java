package dev.escapement;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.cache.Selector;
import dev.escapement.client.Header;
import dev.escapement.client.Json;
import dev.escapement.time.Clock;
import dev.escapement.time.Deadline;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The context of one call of a step, which can be taken away from code that does not end. */
final class CallContext implements StepContext {
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

    private Context context() {
        var why = revoked;
        if (why != null) {
            throw new IllegalStateException(
                    "the step " + attempt.step() + " was abandoned, and can do nothing any more: " + why);
        }
        return context;
    }

    @Override
    public int attempt() {
        context();
        return attempt.number();
    }

    @Override
    public boolean isRepeated() {
        context();
        return repeated;
    }

    @Override
    public Deadline deadline() {
        context();
        return deadline;
    }

    @Override
    public <V> V output(String step, Class<V> type) {
        context();
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
    public <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name)
            throws InterruptedException {
        return context().get(type, namespace, name);
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> type, String namespace) throws InterruptedException {
        return context().list(type, namespace);
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> type, Selector selector) throws InterruptedException {
        return context().list(type, selector);
    }

    @Override
    public <T extends HasMetadata> List<T> owned(Class<T> type) throws InterruptedException {
        return context().owned(type);
    }

    @Override
    public List<Header> headers(Class<? extends HasMetadata> type, Selector selector) throws InterruptedException {
        return context().headers(type, selector);
    }

    @Override
    public <V extends Record> Optional<V> view(Class<V> record, String namespace, String name) {
        return context().view(record, namespace, name);
    }

    @Override
    public <V extends Record> List<V> views(Class<V> record, Selector selector) {
        return context().views(record, selector);
    }

    @Override
    public <T extends HasMetadata> T apply(T desired) throws InterruptedException {
        return context().apply(desired);
    }

    @Override
    public <T extends HasMetadata> T applyUnowned(T desired) throws InterruptedException {
        return context().applyUnowned(desired);
    }

    @Override
    public void delete(HasMetadata object) throws InterruptedException {
        context().delete(object);
    }

    @Override
    public void event(String reason, String note) {
        context().event(reason, note);
    }

    @Override
    public void warning(String reason, String note) {
        context().warning(reason, note);
    }

    @Override
    public KubernetesClient client() {
        return context().client();
    }

    @Override
    public List<Cause> causes() {
        context();
        return causes;
    }

    @Override
    public Clock clock() {
        return context().clock();
    }

    @Override
    public Logger log() {
        return context().log();
    }
}
