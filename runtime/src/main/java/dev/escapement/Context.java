package dev.escapement;

import java.util.List;
import java.util.Optional;

import dev.escapement.cache.Selector;
import dev.escapement.client.Header;
import dev.escapement.time.Clock;
import dev.escapement.time.Deadline;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.slf4j.Logger;

/**
 * What belongs to one run of a reconciler. Not to be kept beyond the run.
 *
 * <p>Reads of kinds that the operator watches (the controller's own, {@code owns}, {@code watches}) come from its cache and
 * cost no request; they are never older than what this operator wrote last. Reads of other kinds ask the API server.
 */
public interface Context {
    /** An object, as a copy of the caller's own; an empty namespace for cluster-scoped kinds. */
    <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name) throws InterruptedException;

    /** The objects of a namespace, or of all that the operator watches if it is empty. */
    <T extends HasMetadata> List<T> list(Class<T> type, String namespace) throws InterruptedException;

    /**
     * The objects that a selector selects, in all namespaces that the operator watches if it names none. Where the operator
     * watches them, they come from the cache, found by an index if there is one that helps.
     */
    <T extends HasMetadata> List<T> list(Class<T> type, Selector selector) throws InterruptedException;

    /** The objects that belong to the one that is reconciled, by owner reference; of types that it {@code owns}, from the cache. */
    <T extends HasMetadata> List<T> owned(Class<T> type) throws InterruptedException;

    /** The metadata of the objects that a selector selects, without decoding them; as {@link #list(Class, Selector)}. */
    List<Header> headers(Class<? extends HasMetadata> type, Selector selector) throws InterruptedException;

    /**
     * An object of which the controller keeps a record; empty as well if it does not fit the record, which is logged once.
     *
     * @throws IllegalArgumentException if no controller {@code views} such records, or not there
     */
    <V extends Record> Optional<V> view(Class<V> record, String namespace, String name);

    /**
     * The records of the objects that a selector selects, without those that do not fit; as {@link #list(Class, Selector)}.
     *
     * @throws IllegalArgumentException if no controller {@code views} such records, or not all of these
     */
    <V extends Record> List<V> views(Class<V> record, Selector selector);

    /**
     * Makes an object be as given, by server-side apply: what is not named in it stays as others set it, and what was named
     * before and is no longer, goes. The object belongs to the one that is reconciled (an owner reference is added) and is
     * deleted with it. No request is sent when all is so already.
     *
     * @return the object as it then is
     * @throws IllegalArgumentException if it cannot be owned: an owner must be in the same namespace or cluster-scoped
     */
    <T extends HasMetadata> T apply(T desired) throws InterruptedException;

    /** The same without an owner reference: for objects in other namespaces, or such as are to outlive this one. */
    <T extends HasMetadata> T applyUnowned(T desired) throws InterruptedException;

    /** Deletes an object in the background; nothing happens if it is gone already. */
    void delete(HasMetadata object) throws InterruptedException;

    /** fabric8's typed client, for everything else; it shares the operator's connection and credentials. */
    KubernetesClient client();

    /** Why this run happens; the oldest first, at most the last ten. */
    List<Cause> causes();

    /** How many runs in a row have failed before this one, plus one. */
    int attempt();

    /** When this run is interrupted because it takes too long. */
    Deadline deadline();

    /** The operator's clock. Use it rather than the machine's, so that the code can be tested on a virtual one. */
    Clock clock();

    /**
     * Tells people who look at the object that its state has changed, as it should: {@code kubectl describe} shows it. Returns at
     * once; what says the same is counted, and what is told too often is left out (at most 25 at once and one in 5 min for each
     * object).
     *
     * @param reason in one word that machines read, such as {@code Published}
     * @param note for people; at most 1 kB is kept
     */
    void event(String reason, String note);

    /** The same for what somebody should look at. */
    void warning(String reason, String note);

    /** A logger named after the controller. */
    Logger log();
}
