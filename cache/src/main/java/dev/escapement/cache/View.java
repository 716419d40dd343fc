package dev.escapement.cache;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.escapement.client.Json;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.UndecodableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of an informer as records. A record is made once for each version, by who reads it first, and given to all readers,
 * so it has to be immutable in depth. An object that does not fit is absent, and named by {@link #broken}.
 *
 * @param <V> the record; its components are named after the members of JSON, of which there may be more
 */
public final class View<V> {
    private static final Logger LOG = LoggerFactory.getLogger(View.class);

    private final Informer informer;
    private final Class<V> type;
    private final Json json;
    private final ConcurrentHashMap<ObjectKey, Made<V>> made = new ConcurrentHashMap<>();

    /** What was made of a version: a record, or the reason why not. */
    private record Made<V>(RawObject of, @Nullable V value, String trouble) {}

    View(Informer informer, Class<V> type, Json json) {
        this.informer = informer;
        this.type = type;
        this.json = json;
        // What was made of an object that is gone, or of an old version, would stay for ever if nobody read it.
        informer.listen(change -> made.remove(change.key()));
    }

    /** One object; empty if it is not there, or does not fit. */
    public Optional<V> get(ObjectKey key) {
        return informer.get(key).map(this::of);
    }

    /** The selected objects, in no order; without those that do not fit. */
    public Stream<V> select(Selector selector) {
        return informer.select(selector).flatMap(object -> Stream.ofNullable(of(object)));
    }

    /** The objects that do not fit, and why not: of those that have been read since they changed last. */
    public Map<ObjectKey, String> broken() {
        var broken = new TreeMap<ObjectKey, String>();
        made.forEach((key, one) -> {
            if (one.value == null) {
                broken.put(key, one.trouble);
            }
        });
        return broken;
    }

    /** How many records it keeps; for tests of what is left behind. */
    int size() {
        return made.size();
    }

    private @Nullable V of(RawObject object) {
        var key = object.header().key();
        var known = made.get(key);
        if (known != null && known.of == object) {
            return known.value;
        }
        var fresh = make(object);
        made.put(key, fresh);
        if (informer.get(key).isEmpty()) {
            made.remove(key, fresh); // it went meanwhile, and whoever tells of that may have come too early
        }
        return fresh.value;
    }

    private Made<V> make(RawObject object) {
        try {
            return new Made<>(object, json.decode(object.json(), type), "");
        } catch (UndecodableException e) {
            var trouble = String.valueOf(e.getMessage());
            LOG.warn(
                    "{} {} is left out: {}",
                    informer.kind().name(),
                    object.header().key(),
                    trouble);
            return new Made<>(object, null, trouble);
        }
    }
}
