package dev.escapement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.escapement.cache.Change;
import dev.escapement.cache.Informer;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the ConfigMap by which an operator is controlled from outside, {@code OPERATOR.escapement.dev}. It need not be there, nor
 * be allowed to read: nothing waits for it.
 */
final class ControlMap implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlMap.class);

    private final String operator;
    private final Controls controls;
    private final ApiClient client;
    private final ObjectKey key;
    private final Informer informer;
    /** What was said to be wrong with it; on the one thread that brings changes. */
    private List<String> told = List.of();

    /** Follows nothing before it is started. */
    ControlMap(String operator, Controls controls, ApiClient client, Clock clock, String namespace) {
        this.operator = operator;
        this.controls = controls;
        this.client = client;
        this.key = new ObjectKey(namespace, Controls.mapName(operator));
        this.informer = new Informer(
                client, clock, Kind.of(ConfigMap.class), Selection.in(namespace).fields("metadata.name=" + key.name()));
        informer.listen(this::changed);
    }

    /** That of an operator. */
    static ControlMap of(OperatorBuilder settings, Controls controls, ApiClient client, Clock clock) {
        var namespace = namespace(
                settings.namespace,
                Optional.ofNullable(System.getenv("POD_NAMESPACE")),
                Optional.ofNullable(client.config().getNamespace()));
        return new ControlMap(settings.name, controls, client, clock, namespace);
    }

    /**
     * Where an operator's ConfigMap is: in the namespace that it works in; if that is all of them, in that of its pod, and else in
     * that of its configuration (the context of a kubeconfig, or a service account).
     */
    static String namespace(String worksIn, Optional<String> pod, Optional<String> configured) {
        return worksIn.isEmpty()
                ? pod.filter(name -> !name.isBlank())
                        .or(() -> configured.filter(name -> !name.isBlank()))
                        .orElse("default")
                : worksIn;
    }

    /** Where it is, or would be. */
    ObjectKey key() {
        return key;
    }

    void start() {
        var _ = informer.synced().exceptionally(failure -> {
            LOG.debug("{}: controls are not read from ConfigMap {}", operator, key, failure);
            informer.close();
            return null;
        });
        informer.start();
    }

    private void changed(Change change) {
        if (!change.key().equals(key)) {
            return;
        }
        var text = ControlText.parse(informer.get(key).map(this::data).orElse(Map.of()), controls.controllers());
        text.troubles().stream()
                .filter(trouble -> !told.contains(trouble))
                .forEach(trouble -> LOG.warn("{}: ConfigMap {}: {}; it is passed over", operator, key, trouble));
        told = text.troubles();
        if (controls.cluster(text.state())) {
            LOG.info("{}: by ConfigMap {}: {}", operator, key, text.state().describe());
        }
    }

    private Map<String, String> data(RawObject map) {
        var data = new HashMap<String, String>();
        client.json()
                .parse(map.json())
                .path("data")
                .properties()
                .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
        return data;
    }

    /** Whether it cannot be read, so that nothing will come of it. */
    boolean isGivenUp() {
        return informer.synced().isCompletedExceptionally();
    }

    @Override
    public void close() {
        informer.close();
    }
}
