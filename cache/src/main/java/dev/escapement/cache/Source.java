package dev.escapement.cache;

import java.util.Collection;
import java.util.Set;

import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.ResourceVersions;
import dev.escapement.client.Selection;

/**
 * One of the selections that a {@link Store} is fed from, by one reflector: one thread at a time. Compared by identity.
 *
 * <p>What several sources select stays until the last of them reports that it is gone.
 */
final class Source {
    private final Store store;
    private final Selection selection;
    private final LabelSelector labels;
    private final FieldSelector fields;
    private final Set<Source> alone = Set.of(this);
    /** How far the API server's reports have come. */
    private volatile String reported = "";

    Source(Store store, Selection selection) {
        this.store = store;
        this.selection = selection;
        this.labels = LabelSelector.parse(selection.labels());
        this.fields = FieldSelector.parse(selection.fields());
    }

    /** The server reports a state of an object: while watching, or (listed) as one of all that there are. */
    void report(RawObject object, boolean listed) {
        store.report(this, object, listed);
    }

    /** The server reports that an object is gone, or selected no more. */
    void reportDeleted(RawObject last) {
        store.reportDeleted(this, last);
    }

    /** After a list of all objects at a version: drops those that went meanwhile. */
    void retain(Collection<ObjectKey> listed, String version) {
        store.retain(this, listed, version);
    }

    /**
     * The server knows less than it has reported: its data was restored from an older state, and goes on from there. What the next
     * list of all objects shows is right then, whatever versions are held.
     */
    void wentBack() {
        reported = "";
        store.wentBack(this);
    }

    /** The kind is gone, and its objects with it, those included that this operator wrote last; returns how many. */
    int vanished() {
        var newest = store.objects()
                .map(object -> object.header().resourceVersion())
                .reduce(reported, ResourceVersions::newer);
        int before = store.size();
        retain(Set.of(), newest);
        return before - store.size();
    }

    /** The server says that it has reported everything up to a version. */
    void reportedUpTo(String version) {
        advance(version);
        store.forgetDeletions();
    }

    void advance(String version) {
        reported = ResourceVersions.newer(reported, version);
    }

    String reported() {
        return reported;
    }

    Selection selection() {
        return selection;
    }

    /** The set of this one; one for all entries. */
    Set<Source> alone() {
        return alone;
    }

    /** Whether it may select an object of a key, by its namespace. */
    boolean reaches(ObjectKey key) {
        var namespace = selection.namespace();
        return namespace.isEmpty() || namespace.equals(key.namespace());
    }

    /**
     * Whether an object is certainly selected. Of fields, only the name and the namespace are certain: a server may select by
     * what is not in the JSON, such as an unset {@code spec.unschedulable}, which it takes for false.
     */
    boolean selects(RawObject object) {
        var header = object.header();
        return reaches(header.key())
                && (labels.requirements().isEmpty() || labels.matches(header.labels()))
                && fields.isOfKey()
                && fields.matches(object);
    }

    /** Whether it selects all objects of a namespace (of all, if it is empty) that meet some requirements, and perhaps others. */
    boolean covers(
            String namespace,
            Collection<LabelSelector.Requirement> ofLabels,
            Collection<FieldSelector.Requirement> ofFields) {
        return (selection.namespace().isEmpty() || selection.namespace().equals(namespace))
                && labels.requirements().stream().allMatch(r -> LabelSelector.implies(ofLabels, r))
                && fields.requirements().stream().allMatch(r -> FieldSelector.implies(ofFields, r));
    }
}
