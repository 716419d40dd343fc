package dev.escapement;

import java.util.List;
import java.util.Optional;

import dev.escapement.cache.Selector;
import dev.escapement.client.Header;
import dev.escapement.time.Clock;
import dev.escapement.time.Deadline;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A context that is made in full only when something is read or written by it: most calls of a timer do neither. */
abstract class LazyContext implements Context {
    private final Parts parts;
    private final Logger log;
    private @Nullable Context full;

    LazyContext(Parts parts, Logger log) {
        this.parts = parts;
        this.log = log;
    }

    /** Makes what it is made of. */
    abstract Context make();

    private Context full() {
        var made = full;
        if (made == null) {
            made = make();
            full = made;
        }
        return made;
    }

    @Override
    public <O extends HasMetadata> Optional<O> get(Class<O> type, String namespace, String name)
            throws InterruptedException {
        return full().get(type, namespace, name);
    }

    @Override
    public <O extends HasMetadata> List<O> list(Class<O> type, String namespace) throws InterruptedException {
        return full().list(type, namespace);
    }

    @Override
    public <O extends HasMetadata> List<O> list(Class<O> type, Selector selector) throws InterruptedException {
        return full().list(type, selector);
    }

    @Override
    public <O extends HasMetadata> List<O> owned(Class<O> type) throws InterruptedException {
        return full().owned(type);
    }

    @Override
    public List<Header> headers(Class<? extends HasMetadata> type, Selector selector) throws InterruptedException {
        return full().headers(type, selector);
    }

    @Override
    public <V extends Record> Optional<V> view(Class<V> record, String namespace, String name) {
        return full().view(record, namespace, name);
    }

    @Override
    public <V extends Record> List<V> views(Class<V> record, Selector selector) {
        return full().views(record, selector);
    }

    @Override
    public <O extends HasMetadata> O apply(O desired) throws InterruptedException {
        return full().apply(desired);
    }

    @Override
    public <O extends HasMetadata> O applyUnowned(O desired) throws InterruptedException {
        return full().applyUnowned(desired);
    }

    @Override
    public void delete(HasMetadata object) throws InterruptedException {
        full().delete(object);
    }

    @Override
    public KubernetesClient client() {
        return parts.client().typed();
    }

    @Override
    public void event(String reason, String note) {
        full().event(reason, note);
    }

    @Override
    public void warning(String reason, String note) {
        full().warning(reason, note);
    }

    @Override
    public Deadline deadline() {
        return Deadline.never();
    }

    @Override
    public Clock clock() {
        return parts.clock();
    }

    @Override
    public Logger log() {
        return log;
    }
}
