package dev.escapement;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.cache.Index;
import dev.escapement.cache.Selector;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Header;
import dev.escapement.client.Json;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;
import dev.escapement.time.Deadline;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The context of one run. */
final class RunContext implements Context, Ledger {
    private final Parts parts;
    private final Kind kind;
    private final RawObject object;
    private final KeyState state;
    private final List<Cause> causes;
    private final Logger log;
    private final @Nullable Attempt attempt;
    private volatile @Nullable Runnable queue;

    RunContext(Parts parts, Kind kind, RawObject object, KeyState state, List<Cause> causes, Logger log) {
        this(parts, kind, object, state, causes, log, null);
    }

    /** The same for a run that may be given up. */
    RunContext(
            Parts parts,
            Kind kind,
            RawObject object,
            KeyState state,
            List<Cause> causes,
            Logger log,
            @Nullable Attempt attempt) {
        this.parts = parts;
        this.kind = kind;
        this.object = object;
        this.state = state;
        this.causes = causes;
        this.log = log;
        this.attempt = attempt;
    }

    private Parts parts() {
        if (attempt != null) {
            attempt.check();
        }
        return parts;
    }

    private CachedReads caches() {
        return new CachedReads(parts());
    }

    @Override
    public <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name)
            throws InterruptedException {
        var other = Kind.of(type);
        var key = new ObjectKey(other.namespaced() ? namespace : "", name);
        var cached = parts().informers().covering(other, CachedReads.in(key.namespace()));
        // One that holds only what has some labels cannot say that an object is not there, but that it is.
        var held =
                cached.isPresent() ? cached.get().get(key) : parts().informers().find(other, key);
        if (held.isPresent() || cached.isPresent()) {
            return held.map(raw -> decode(raw, type));
        }
        try {
            return Optional.of(parts().client()
                    .json()
                    .decode(parts().client().send(ApiRequest.of("GET", other.path(key))), type));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> type, String namespace) throws InterruptedException {
        return list(type, CachedReads.in(Kind.of(type).namespaced() ? namespace : ""));
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> type, Selector selector) throws InterruptedException {
        var other = Kind.of(type);
        var wanted = caches().wanted(other, selector);
        return caches().objects(parts().informers().covering(other, wanted), other, wanted)
                .map(raw -> decode(raw, type))
                .toList();
    }

    @Override
    public <T extends HasMetadata> List<T> owned(Class<T> type) throws InterruptedException {
        var header = object.header();
        var mine = Selector.by(Index.owner(), header.uid());
        return list(type, mine.and(CachedReads.in(header.key().namespace())));
    }

    @Override
    public List<Header> headers(Class<? extends HasMetadata> type, Selector selector) throws InterruptedException {
        var other = Kind.of(type);
        var wanted = caches().wanted(other, selector);
        return caches().objects(parts().informers().knowing(other, wanted), other, wanted)
                .map(RawObject::header)
                .toList();
    }

    @Override
    public <V extends Record> Optional<V> view(Class<V> record, String namespace, String name) {
        return caches().viewing(record, CachedReads.in(namespace)).view(record).get(new ObjectKey(namespace, name));
    }

    @Override
    public <V extends Record> List<V> views(Class<V> record, Selector selector) {
        var informer = caches().viewing(record, selector);
        return informer.view(record)
                .select(caches().wanted(informer.kind(), selector))
                .toList();
    }

    @Override
    public <T extends HasMetadata> T apply(T desired) throws InterruptedException {
        return apply(desired, true);
    }

    @Override
    public <T extends HasMetadata> T applyUnowned(T desired) throws InterruptedException {
        return apply(desired, false);
    }

    @SuppressWarnings("unchecked") // an object's class is the class of its type
    private <T extends HasMetadata> T apply(T desired, boolean owned) throws InterruptedException {
        var type = (Class<T>) desired.getClass();
        var other = Kind.of(type);
        var tree = (ObjectNode) parts().client().json().tree(desired);
        var key = Desired.complete(tree, other, kind, object.header(), owned);
        var bytes = parts().client().json().encode(tree);
        var digest = Desired.digest(bytes);
        var path = other.path(key);
        var cached = parts().informers().find(other, key);
        boolean isSo = cached.isPresent()
                && JsonTrees.contains(parts().client().json().parse(cached.get().json()), tree);
        if (isSo && digest.equals(state.applied.get(path))) {
            return decode(cached.get(), type);
        }
        // An apply that finds all as desired is answered with the version that is there, which is another's then.
        var written = parts().writer().apply(other, key, bytes, isSo ? null : state);
        state.applied.put(path, digest);
        return decode(written, type);
    }

    @Override
    public void delete(HasMetadata doomed) throws InterruptedException {
        var other = Kind.of(doomed.getClass());
        var metadata = doomed.getMetadata();
        var namespace = other.namespaced() && metadata.getNamespace() != null ? metadata.getNamespace() : "";
        var key = new ObjectKey(namespace, metadata.getName());
        state.applied.remove(other.path(key));
        parts().writer().delete(other, key);
    }

    @Override
    public KubernetesClient client() {
        return parts().client().typed();
    }

    @Override
    public List<Cause> causes() {
        return causes;
    }

    @Override
    public int attempt() {
        return state.failures + 1;
    }

    @Override
    public Deadline deadline() {
        return attempt == null ? Deadline.never() : attempt.deadline;
    }

    @Override
    public Clock clock() {
        return parts.clock();
    }

    @Override
    public void event(String reason, String note) {
        tell(Events.Tone.NORMAL, reason, note);
    }

    @Override
    public void warning(String reason, String note) {
        tell(Events.Tone.WARNING, reason, note);
    }

    private void tell(Events.Tone tone, String reason, String note) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException(
                    "an Event needs a reason, a word such as \"Published\"; its note is: " + note);
        }
        parts.events().tell(kind, object.header(), tone, reason, "Reconcile", note);
    }

    @Override
    public Logger log() {
        return log;
    }

    @Override
    public Header header() {
        return object.header();
    }

    @Override
    public JsonNode status() {
        return json().parse(object.json()).path("status");
    }

    @Override
    public JsonNode write(ObjectNode statusPatch) throws InterruptedException {
        var written = parts().writer().patchStatus(kind, object.header(), statusPatch, state);
        return json().parse(written.json()).path("status");
    }

    @Override
    public Context outliving() {
        return new RunContext(parts, kind, object, new KeyState(), List.of(), log);
    }

    @Override
    public void wake() {
        var waker = queue;
        if (waker != null) {
            state.add(new Cause(
                    Cause.What.STEP_ENDED, kind.name(), object.header().key(), ""));
            waker.run();
        }
    }

    @Override
    public Observer observer() {
        return parts.observer();
    }

    @Override
    public boolean wakes() {
        return queue != null;
    }

    @Override
    public void began(Lasting code) {
        state.began(code);
    }

    /** With a way to bring a run of the object before it is due: adds its key to the queue. */
    RunContext wokenBy(Runnable add) {
        queue = add;
        return this;
    }

    @Override
    public boolean isThere(ObjectKey key, String uid) {
        return parts.informers().isThere(kind, key, uid);
    }

    @Override
    public Json json() {
        return parts.client().json();
    }

    private <T> T decode(RawObject raw, Class<T> type) {
        return parts().client().json().decode(raw.json(), type);
    }
}
