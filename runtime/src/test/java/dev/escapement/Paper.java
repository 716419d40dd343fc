package dev.escapement;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.client.Header;
import dev.escapement.client.Json;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;
import org.slf4j.LoggerFactory;

/** An object without a server: its status is kept here, and its steps are looked at when the test says so. */
final class Paper implements Ledger {
    private static final Json JSON = new Json();

    private final Errand errand;
    private Clock clock;
    private ObjectNode status = JsonNodeFactory.instance.objectNode();
    private int writes;
    private Runnable meanwhile = () -> {};

    Paper(String name, Clock clock) {
        this.clock = clock;
        errand = Errand.of("paper", name);
        errand.getMetadata().setUid(name);
        errand.getMetadata().setGeneration(1L);
    }

    Outcome look(Steps<Errand> steps) {
        try {
            return steps.reconcile(errand, context());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Errand errand() {
        return errand;
    }

    StepsStatus sequence() {
        return JSON.decode(JSON.encode(status.path("sequence")), StepsStatus.class);
    }

    /** The same object, in a process that begins when another has ended. */
    void moveTo(Clock other) {
        clock = other;
    }

    /** What happens while the status is written. */
    void meanwhile(Runnable action) {
        meanwhile = action;
    }

    int writes() {
        return writes;
    }

    /** What steps need of a context, and nothing else. */
    private Context context() {
        return (Context) Proxy.newProxyInstance(
                Paper.class.getClassLoader(),
                new Class<?>[] {Context.class, Ledger.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "clock" -> clock;
                    case "causes" -> List.of();
                    case "log" -> LoggerFactory.getLogger(Paper.class);
                    default -> {
                        if (method.getDeclaringClass() != Ledger.class) {
                            throw new UnsupportedOperationException(method.getName());
                        }
                        yield method.invoke(this, arguments);
                    }
                });
    }

    @Override
    public Observer observer() {
        return Observer.NONE;
    }

    @Override
    public boolean wakes() {
        return false;
    }

    @Override
    public Header header() {
        return object().header();
    }

    /** As a cache has it. */
    RawObject object() {
        var metadata = Map.of(
                "name",
                errand.getMetadata().getName(),
                "namespace",
                "paper",
                "uid",
                errand.getMetadata().getUid(),
                "generation",
                1,
                "resourceVersion",
                "1");
        return RawObject.of(JSON.encode(Map.of(
                "apiVersion", "test.escapement.dev/v1", "kind", "Errand", "metadata", metadata, "status", status)));
    }

    @Override
    public void began(Lasting code) {
        // it does not go
    }

    @Override
    public JsonNode status() {
        return status.deepCopy();
    }

    @Override
    public JsonNode write(ObjectNode patch) {
        writes++;
        meanwhile.run();
        status = merged(status, patch);
        return status.deepCopy();
    }

    private static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        var result = target.deepCopy();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                result.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode inner) {
                var before = result.path(field.getKey());
                result.set(
                        field.getKey(),
                        merged(before instanceof ObjectNode o ? o : JsonNodeFactory.instance.objectNode(), inner));
            } else {
                result.set(field.getKey(), field.getValue());
            }
        });
        return result;
    }

    @Override
    public Context outliving() {
        return context();
    }

    @Override
    public void wake() {}

    @Override
    public boolean isThere(ObjectKey key, String uid) {
        return true;
    }

    @Override
    public Json json() {
        return JSON;
    }
}
