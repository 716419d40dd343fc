package sample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.OperatorBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;

import static dev.escapement.Outcome.done;

/** Counts the entries of labelled ConfigMaps while the program does something else. */
public final class Census implements AutoCloseable {
    private final Map<String, Integer> entries = new ConcurrentHashMap<>();
    private final Operator operator;

    /** Starts counting; the builder says where, such as {@code Operator.named("census").config(config)}. */
    public Census(OperatorBuilder where) throws InterruptedException {
        operator = where.controller(Controller.of(ConfigMap.class)
                        .labelled("census=yes")
                        .reconcile((map, _) -> {
                            entries.put(
                                    map.getMetadata().getName(),
                                    map.getData() == null ? 0 : map.getData().size());
                            return done();
                        }))
                .start();
    }

    /** The number of entries by the names of the maps. */
    public Map<String, Integer> entries() {
        return Map.copyOf(entries);
    }

    @Override
    public void close() {
        operator.close();
    }
}
