package dev.escapement.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;

/**
 * What was held when the API server turned out to know less than it had reported, as one does whose data was restored from a
 * backup: each of these objects may be of a future that never came. Versions say nothing of that, as they are given anew.
 *
 * <p>A doubt is over when the object has been replaced in any way, or when a source that doubted has read all that there is.
 */
final class Doubts {
    private final ConcurrentHashMap<Source, Map<ObjectKey, RawObject>> doubted = new ConcurrentHashMap<>();

    /** A source doubts these objects until it has read all that there is. */
    void begin(Source source, Stream<RawObject> objects) {
        doubted.put(
                source,
                objects.collect(Collectors.toUnmodifiableMap(o -> o.header().key(), Function.identity())));
    }

    void end(Source source) {
        doubted.remove(source);
    }

    /** Whether any source doubts this very object. */
    boolean has(RawObject object) {
        return !doubted.isEmpty()
                && doubted.values().stream()
                        .anyMatch(held -> held.get(object.header().key()) == object);
    }
}
