package dev.escapement;

import java.util.List;
import java.util.Optional;

import dev.escapement.cache.Selector;
import dev.escapement.client.Header;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.slf4j.Logger;

/** A context whose reads and writes are another's. */
abstract class ForwardingContext implements Context {
    /** The one that reads and writes; asked for at each call. */
    abstract Context target();

    @Override
    public <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name)
            throws InterruptedException {
        return target().get(type, namespace, name);
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> type, String namespace) throws InterruptedException {
        return target().list(type, namespace);
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> type, Selector selector) throws InterruptedException {
        return target().list(type, selector);
    }

    @Override
    public <T extends HasMetadata> List<T> owned(Class<T> type) throws InterruptedException {
        return target().owned(type);
    }

    @Override
    public List<Header> headers(Class<? extends HasMetadata> type, Selector selector) throws InterruptedException {
        return target().headers(type, selector);
    }

    @Override
    public <V extends Record> Optional<V> view(Class<V> record, String namespace, String name) {
        return target().view(record, namespace, name);
    }

    @Override
    public <V extends Record> List<V> views(Class<V> record, Selector selector) {
        return target().views(record, selector);
    }

    @Override
    public <T extends HasMetadata> T apply(T desired) throws InterruptedException {
        return target().apply(desired);
    }

    @Override
    public <T extends HasMetadata> T applyUnowned(T desired) throws InterruptedException {
        return target().applyUnowned(desired);
    }

    @Override
    public void delete(HasMetadata object) throws InterruptedException {
        target().delete(object);
    }

    @Override
    public void event(String reason, String note) {
        target().event(reason, note);
    }

    @Override
    public void warning(String reason, String note) {
        target().warning(reason, note);
    }

    @Override
    public KubernetesClient client() {
        return target().client();
    }

    @Override
    public Clock clock() {
        return target().clock();
    }

    @Override
    public Logger log() {
        return target().log();
    }
}
