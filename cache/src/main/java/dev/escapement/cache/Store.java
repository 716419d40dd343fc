package dev.escapement.cache;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.ResourceVersions;
import dev.escapement.client.Selection;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind, as bytes, fed from two sides: what the API server reports, by one or several {@link Source}s, and
 * what this operator itself wrote.
 *
 * <p>A write is visible at once, so that whoever wrote reads it (read-your-writes). When the server then reports that
 * very version, the change names its writer, to whom alone it is no news: another controller of this operator, or another
 * object's run, has to hear of it. Every version that somebody else wrote is told as well, even when our own later write is
 * already here and contains it: the run that wrote had not seen it.
 *
 * <p>Reads take no lock. Reports come from one thread at a time for each source; writes come from any.
 */
final class Store {
    private final Kind kind;
    private final List<Source> sources;
    private final UnaryOperator<RawObject> form;
    private final ChangeListener listener;
    /** Held while a report is taken in and told, so that who begins to listen is told of each change once. */
    private final ReentrantLock turn;

    private final Entries entries;
    private final Deletions deletions;
    private final Doubts doubts = new Doubts();

    Store(Kind kind, List<Selection> selections, ChangeListener listener) {
        this(kind, selections, UnaryOperator.identity(), listener, new ReentrantLock());
    }

    /**
     * A store of parts of objects.
     *
     * @param form makes what is kept of an object; quick, as it is done for each that comes
     * @param turn which is held while a report is taken in and told
     */
    Store(
            Kind kind,
            List<Selection> selections,
            UnaryOperator<RawObject> form,
            ChangeListener listener,
            ReentrantLock turn) {
        this.kind = kind;
        this.listener = listener;
        this.turn = turn;
        this.entries = new Entries(kind);
        this.sources = selections.stream().map(s -> new Source(this, s)).toList();
        this.deletions = new Deletions(sources);
        this.form = whole -> entries.compact(form.apply(whole));
    }

    /** Those who feed it, in the order of the selections. */
    List<Source> sources() {
        return sources;
    }

    /** Objects are to be found by an index, if they are not yet. */
    void index(Index index) {
        entries.index(index);
    }

    @Nullable
    RawObject get(ObjectKey key) {
        var entry = entries.get(key);
        return entry == null ? null : entry.object();
    }

    Stream<RawObject> objects() {
        return entries.stream().map(Entry::object);
    }

    /** The selected objects, see {@link Entries#select}. */
    Stream<RawObject> select(Selector selector) {
        return entries.select(selector);
    }

    /** What one who begins to listen has to be told first: all that has been reported. To be read while the turn is held. */
    Stream<Change> reported() {
        return entries.stream()
                .flatMap(entry -> entry.reported() == null
                        ? Stream.empty()
                        : Stream.of(change(
                                Change.Type.ADDED,
                                null,
                                entry.object().header(),
                                entry.reported().resourceVersion(),
                                true,
                                null)));
    }

    /** Whether all that a selector selects is here. */
    boolean covers(Selector selector) {
        return selector.alternatives().stream()
                .map(a -> kind.namespaced() ? a : a.within(Set.of()))
                .allMatch(a -> a.isCoveredBy(sources));
    }

    int size() {
        return entries.size();
    }

    /** How much memory it takes, in bytes, roughly. */
    long bytes() {
        return entries.bytes();
    }

    /** How many values its indexes have, and how much is remembered of what is gone. */
    int leftovers() {
        return entries.values() + deletions.size();
    }

    void report(Source source, RawObject whole, boolean listed) {
        var object = form.apply(whole);
        var version = Entry.version(object);
        update(object.header().key(), old -> {
            if (old == null) {
                return deletions.isGoneSince(object.header().key(), version)
                        ? Step.silent(null) // the other sources are ahead
                        : Step.told(
                                Entry.reported(object, source.alone()),
                                change(Change.Type.ADDED, null, object.header(), version, listed, null));
            }
            var before = old.object().header();
            if (object.header().isNewerThan(before) || isAnother(object, old.object())) {
                return Step.told(
                        Entry.reported(object, old.holdersWith(source)),
                        change(Change.Type.CHANGED, before, object.header(), version, listed, null));
            }
            var held = old.heldBy(source);
            if (old.own().isEmpty() || old.isReported(version)) {
                return Step.silent(held); // a replay
            }
            // A list leaves out what was between, so our own version in it does not prove that nobody else wrote
            // before.
            var writer = listed ? null : old.writer(version);
            var type = old.reported() == null ? Change.Type.ADDED : Change.Type.CHANGED;
            return Step.told(
                    version.equals(before.resourceVersion())
                            ? Entry.reported(old.object(), held.holders())
                            : held.confirmed(object),
                    change(type, old.reported(), before, version, listed, writer));
        });
        if (!listed) {
            source.advance(version);
        }
    }

    /** Whether a report shows that what is held never came to be, though its version is not older. */
    private boolean isAnother(RawObject object, RawObject held) {
        return doubts.has(held)
                && !(Entry.version(object).equals(Entry.version(held)) && Arrays.equals(object.json(), held.json()));
    }

    void reportDeleted(Source source, RawObject last) {
        var version = Entry.version(last);
        source.advance(version); // before it goes, so that the late answer to a write cannot bring it back
        update(last.header().key(), old -> {
            if (old == null) {
                return Step.silent(null);
            }
            var left = old.leftBy(source);
            if (!left.holders().isEmpty()) {
                return Step.silent(left);
            }
            var before = old.object().header();
            if (isAwaited(old)) {
                // We have made it anew since, or brought it back into the selection.
                return Step.told(
                        old.unreported(), change(Change.Type.CHANGED, old.reported(), before, version, false, null));
            }
            deletions.add(source, before.key(), version);
            return Step.told(null, change(Change.Type.DELETED, before, null, version, false, null));
        });
    }

    /** The server knows less than a source has reported, which begins to read everything. */
    void wentBack(Source source) {
        deletions.clear();
        doubts.begin(source, objects());
    }

    void retain(Source source, Collection<ObjectKey> listed, String version) {
        source.reportedUpTo(version);
        for (var key : entries.keys()) {
            if (!listed.contains(key)) {
                update(key, old -> old == null ? Step.silent(null) : missed(source, old, version));
            }
        }
        doubts.end(source);
    }

    /** An object is not in a source's list of all. */
    private Step missed(Source source, Entry old, String version) {
        boolean concerned = old.holders().contains(source)
                || (old.holders().isEmpty() && (source.selects(old.object()) || !isSelected(old.object())));
        if (!concerned) {
            return Step.silent(old);
        }
        var left = old.leftBy(source);
        // What was written after the list was made will be reported again.
        boolean isToCome = isAwaited(old) && !doubts.has(old.object());
        return isToCome || !left.holders().isEmpty()
                ? Step.silent(left)
                : Step.told(null, change(Change.Type.DELETED, old.object().header(), null, version, true, null));
    }

    /**
     * This operator has written an object.
     *
     * @param writer whom the change is to name when it is reported
     */
    void wrote(RawObject whole, @Nullable Object writer) {
        var object = form.apply(whole);
        var version = Entry.version(object);
        entries.update(object.header().key(), old -> {
            if (old == null) {
                return Step.silent(isToCome(object, version) ? Entry.created(object, writer) : null);
            }
            return Step.silent(object.header().isNewerThan(old.object().header()) ? old.written(object, writer) : old);
        });
        var now = entries.get(object.header().key());
        if (now != null && now.isReported(version)) {
            awaitTurn(); // the report was quicker: only what it has become when all were told can be taken back
        }
    }

    /** Whether this operator's last write is still to be reported: a source that certainly selects it has not come as far. */
    private boolean isAwaited(Entry entry) {
        return !entry.own().isEmpty()
                && sources.stream()
                        .anyMatch(s -> s.selects(entry.object())
                                && ResourceVersions.compare(Entry.version(entry.object()), s.reported()) > 0);
    }

    /** Whether an object that is not here will be: what the reports have passed already has been deleted since. */
    private boolean isToCome(RawObject object, String version) {
        return isSelected(object)
                && sources.stream()
                        .filter(s -> s.selects(object))
                        .allMatch(s -> ResourceVersions.compare(version, s.reported()) > 0);
    }

    private boolean isSelected(RawObject object) {
        return sources.stream().anyMatch(s -> s.selects(object));
    }

    void forgetDeletions() {
        deletions.forget();
    }

    private Change change(
            Change.Type type,
            @Nullable Header before,
            @Nullable Header after,
            String version,
            boolean initial,
            @Nullable Object writer) {
        return new Change(type, kind, before, after, version, initial, writer);
    }

    /** Returns when what is just being told has been told. */
    private void awaitTurn() {
        turn.lock();
        try {
            return;
        } finally {
            turn.unlock();
        }
    }

    /** The server's side has brought something. */
    private void update(ObjectKey key, Step.Decision decision) {
        turn.lock();
        try {
            var change = entries.update(key, decision);
            if (change != null) {
                listener.changed(change);
            }
        } finally {
            turn.unlock();
        }
    }
}
