package dev.escapement.client;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The part of objects that a record speaks of: the members of JSON that its components are named after, in depth, and whatever
 * is inside of components that are no records. To cut it out needs no decoding. The metadata always belongs to it.
 */
public final class Projection {
    private static final Projection ALL = new Projection();
    private static final Projection METADATA = new Projection();

    static {
        METADATA.addAlways();
    }

    /** What is wanted, by the name of the member. */
    private final Map<String, Projection> members = new HashMap<>();
    /** What is wanted of each element or member, whatever its name. */
    private @Nullable Projection each;

    private Projection() {}

    /**
     * What a record wants.
     *
     * @throws IllegalArgumentException if the type is no record
     */
    public static Projection of(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is no record, and so does not say what it wants");
        }
        var projection = of(type, new HashMap<>());
        projection.addAlways();
        return projection;
    }

    /** Nothing but the metadata. */
    public static Projection metadata() {
        return METADATA;
    }

    private void addAlways() {
        members.put("apiVersion", ALL);
        members.put("kind", ALL);
        members.put("metadata", ALL);
    }

    private static Projection of(Type type, Map<Type, Projection> known) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            var arguments = generic.getActualTypeArguments();
            if (Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)) {
                var many = new Projection();
                many.each = of(arguments[arguments.length - 1], known);
                return many;
            }
        }
        if (!(type instanceof Class<?> plain) || !plain.isRecord()) {
            return ALL;
        }
        var before = known.get(type);
        if (before != null) {
            return before; // a record that contains itself
        }
        var projection = new Projection();
        known.put(type, projection);
        for (var component : plain.getRecordComponents()) {
            projection.members.put(name(component), of(component.getGenericType(), known));
        }
        return projection;
    }

    private static String name(RecordComponent component) {
        var said = component.getAccessor().getAnnotation(JsonProperty.class);
        return said == null || said.value().isEmpty() ? component.getName() : said.value();
    }

    /**
     * An object with nothing but what is wanted.
     *
     * @throws MalformedJsonException if it is no object
     */
    public RawObject of(RawObject object) {
        var json = object.json();
        var part = new ByteArrayOutputStream(json.length / 2);
        copy(new JsonCursor(json, 0, json.length), part);
        return RawObject.of(part.toByteArray());
    }

    /** Whether all that is at a place is wanted. */
    public boolean has(JsonPointer place) {
        return isAllAt(place.segments(), 0);
    }

    @SuppressWarnings("ReferenceEquality") // there is one ALL
    private boolean isAllAt(List<String> path, int depth) {
        if (this == ALL) {
            return true;
        }
        var wanted = depth == path.size() ? null : members.getOrDefault(path.get(depth), each);
        return wanted != null && wanted.isAllAt(path, depth + 1);
    }

    @SuppressWarnings("ReferenceEquality") // there is one ALL
    private void copy(JsonCursor cursor, ByteArrayOutputStream to) {
        int from = cursor.start();
        if (this != ALL && cursor.bytes[from] == '{') {
            copyObject(cursor, to);
        } else if (this != ALL && cursor.bytes[from] == '[') {
            copyArray(cursor, to);
        } else {
            cursor.skipValue();
            to.write(cursor.bytes, from, cursor.at - from);
        }
    }

    private void copyObject(JsonCursor cursor, ByteArrayOutputStream to) {
        to.write('{');
        if (cursor.enterObject()) {
            boolean first = true;
            do {
                int from = cursor.start();
                var wanted = members.getOrDefault(cursor.name(), each);
                if (wanted == null) {
                    cursor.skipValue();
                    continue;
                }
                if (!first) {
                    to.write(',');
                }
                first = false;
                to.write(cursor.bytes, from, cursor.at - from);
                wanted.copy(cursor, to);
            } while (cursor.nextMember());
        }
        to.write('}');
    }

    private void copyArray(JsonCursor cursor, ByteArrayOutputStream to) {
        var wanted = each == null ? ALL : each;
        to.write('[');
        if (cursor.enterArray()) {
            wanted.copy(cursor, to);
            while (cursor.nextElement()) {
                to.write(',');
                wanted.copy(cursor, to);
            }
        }
        to.write(']');
    }
}
