package dev.escapement.cache;

import java.util.List;
import java.util.stream.Stream;

import dev.escapement.client.RawObject;

/**
 * An object in the store.
 *
 * @param object its newest known state
 * @param own the versions that this operator wrote and the API server has not reported yet
 */
record Entry(RawObject object, List<String> own) {
    static Entry reported(RawObject object) {
        return new Entry(object, List.of());
    }

    Entry written(RawObject newer) {
        return new Entry(
                newer, Stream.concat(own.stream(), Stream.of(version(newer))).toList());
    }

    Entry confirmed(String version) {
        return new Entry(object, own.stream().filter(v -> !v.equals(version)).toList());
    }

    static String version(RawObject object) {
        return object.header().resourceVersion();
    }
}
