package dev.escapement.cache;

import java.util.List;
import java.util.stream.Stream;

import dev.escapement.client.Header;
import dev.escapement.client.RawObject;
import org.jspecify.annotations.Nullable;

/**
 * An object in the store.
 *
 * @param object its newest known state
 * @param reported the header that the API server reported last; null if it has not reported the object yet
 * @param own the versions that this operator wrote and the API server has not reported yet
 */
record Entry(RawObject object, @Nullable Header reported, List<Own> own) {
    /**
     * A version that this operator wrote.
     *
     * @param version its resourceVersion
     * @param writer who wrote it, to whom its report is no news; null if everybody is to be told
     */
    record Own(String version, @Nullable Object writer) {}

    static Entry reported(RawObject object) {
        return new Entry(object, object.header(), List.of());
    }

    static Entry created(RawObject object, @Nullable Object writer) {
        return new Entry(object, null, List.of(new Own(version(object), writer)));
    }

    Entry written(RawObject newer, @Nullable Object writer) {
        return new Entry(
                newer,
                reported,
                Stream.concat(own.stream(), Stream.of(new Own(version(newer), writer)))
                        .toList());
    }

    Entry confirmed(RawObject report) {
        var version = version(report);
        return new Entry(
                object,
                report.header(),
                own.stream().filter(o -> !o.version().equals(version)).toList());
    }

    /** The same, made anew after a deletion: nothing of its present life has been reported. */
    Entry unreported() {
        return new Entry(object, null, own);
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

    static String version(RawObject object) {
        return object.header().resourceVersion();
    }
}
