package dev.escapement.cache;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.escapement.client.Header;
import dev.escapement.client.RawObject;
import dev.escapement.client.ResourceVersions;
import org.jspecify.annotations.Nullable;

/**
 * An object in the store. Never changed, only replaced.
 *
 * @param object its newest known state
 * @param reported the header that the API server reported last; null if it has not reported the object yet
 * @param own the versions that this operator wrote and the API server has not reported yet
 * @param holders the sources that have reported it and have not reported that it left them
 * @param terms what it is found by; see {@link Indexes}
 */
@SuppressWarnings({"ArrayRecordComponent", "ReferenceEquality"}) // compared by identity, never by value
record Entry(RawObject object, @Nullable Header reported, List<Own> own, Set<Source> holders, String[][] terms) {
    /**
     * What the rest of an entry takes beside the object's JSON, in bytes, roughly: places in tables (40), this record (40), the
     * object (64), its key with the name (100), the array's head (16).
     */
    private static final int REST = 260;
    /** A value that finds it: the text, the place in the list of keys, a share of that list. */
    private static final int TERM = 120;

    /**
     * A version that this operator wrote.
     *
     * @param version its resourceVersion
     * @param writer who wrote it, to whom its report is no news; null if everybody is to be told
     */
    record Own(String version, @Nullable Object writer) {}

    static Entry reported(RawObject object, Set<Source> holders) {
        return new Entry(object, object.header(), List.of(), holders, Indexes.NONE);
    }

    static Entry created(RawObject object, @Nullable Object writer) {
        return new Entry(object, null, List.of(new Own(version(object), writer)), Set.of(), Indexes.NONE);
    }

    Entry written(RawObject newer, @Nullable Object writer) {
        return new Entry(
                newer,
                reported,
                Stream.concat(own.stream(), Stream.of(new Own(version(newer), writer)))
                        .toList(),
                holders,
                terms);
    }

    Entry confirmed(RawObject report) {
        var version = version(report);
        return new Entry(
                object,
                report.header(),
                own.stream().filter(o -> !o.version().equals(version)).toList(),
                holders,
                terms);
    }

    /** The same, made anew after a deletion: nothing of its present life has been reported. */
    Entry unreported() {
        return new Entry(object, null, own, Set.of(), terms);
    }

    Entry heldBy(Source source) {
        if (holders.contains(source)) {
            return this;
        }
        return new Entry(object, reported, own, holdersWith(source), terms);
    }

    Set<Source> holdersWith(Source source) {
        if (holders.isEmpty()) {
            return source.alone();
        }
        return holders.contains(source)
                ? holders
                : Stream.concat(holders.stream(), Stream.of(source)).collect(Collectors.toUnmodifiableSet());
    }

    Entry leftBy(Source source) {
        return new Entry(
                object,
                reported,
                own,
                holders.stream().filter(s -> s != source).collect(Collectors.toUnmodifiableSet()),
                terms);
    }

    Entry foundBy(String[][] newTerms) {
        return newTerms == terms ? this : new Entry(object, reported, own, holders, newTerms);
    }

    /** Who of this operator wrote a version; null if that was somebody else, or if it has been reported already. */
    @Nullable
    Object writer(String version) {
        for (var o : own) {
            if (o.version().equals(version)) {
                return o.writer();
            }
        }
        return null;
    }

    /** Whether a version is no news: the API server has reported it, or a newer one. */
    boolean isReported(String version) {
        return reported != null && ResourceVersions.compare(version, reported.resourceVersion()) <= 0;
    }

    /** How much memory it takes, in bytes, roughly. */
    long size() {
        int found = 0;
        for (var values : terms) {
            found += values.length;
        }
        return object.kept() + REST + (long) found * TERM;
    }

    static String version(RawObject object) {
        return object.header().resourceVersion();
    }
}
