package dev.escapement.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.escapement.client.JsonPointer;
import dev.escapement.client.RawObject;

/**
 * Kubernetes' field selector, evaluated here, over any field that holds text, a number or a truth value:
 * {@code spec.nodeName=n1,status.phase!=Running}. All requirements have to hold. A field that is not there is empty.
 *
 * @param text as it was written
 * @param requirements what it asks for
 */
record FieldSelector(String text, List<Requirement> requirements) {
    /**
     * One requirement.
     *
     * @param place where the field is
     * @param equal whether it is to be equal, or to differ
     * @param value to or from which
     */
    record Requirement(JsonPointer place, boolean equal, String value) {
        private static final JsonPointer NAME = JsonPointer.of("/metadata/name");
        private static final JsonPointer NAMESPACE = JsonPointer.of("/metadata/namespace");

        boolean matches(RawObject object) {
            return value.equals(actual(object)) == equal;
        }

        private String actual(RawObject object) {
            if (place.equals(NAME)) {
                return object.header().key().name();
            }
            return place.equals(NAMESPACE)
                    ? object.header().key().namespace()
                    : place.text(object.json()).orElse("");
        }

        /** Whether the object's key tells. */
        boolean isOfKey() {
            return place.equals(NAME) || place.equals(NAMESPACE);
        }
    }

    /**
     * Reads a selector; an empty one asks for nothing. A backslash takes the meaning from a comma, an equals sign or another
     * backslash in a value.
     *
     * @throws IllegalArgumentException with the position, from 0, of what is wrong
     */
    static FieldSelector parse(String text) {
        var requirements = new ArrayList<Requirement>();
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && text.charAt(to) != ',') {
                to += text.charAt(to) == '\\' ? 2 : 1;
            }
            to = Math.min(to, text.length());
            if (!text.substring(from, to).isBlank()) {
                requirements.add(requirement(text, from, to));
            }
            from = to + 1;
        }
        return new FieldSelector(text, List.copyOf(requirements));
    }

    private static Requirement requirement(String text, int from, int to) {
        int sign = from;
        while (sign < to && "=!".indexOf(text.charAt(sign)) < 0) {
            sign++;
        }
        var field = text.substring(from, sign).strip();
        if (!field.matches("[^.\\s]+(\\.[^.\\s]+)*")) {
            throw wrong(text, from, "a field, such as metadata.name");
        }
        boolean equal = sign < to && text.charAt(sign) == '=';
        boolean twice = sign + 1 < to && text.charAt(sign + 1) == '=';
        if (sign == to || (!equal && !twice)) {
            throw wrong(text, sign, "\"=\", \"==\" or \"!=\"");
        }
        return new Requirement(JsonPointer.dotted(field), equal, value(text, sign + (twice ? 2 : 1), to));
    }

    private static String value(String text, int from, int to) {
        var value = new StringBuilder();
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '=') {
                throw wrong(text, i, "\"\\=\" for an equals sign in a value");
            }
            if (c == '\\') {
                i++;
                if (i >= to || "\\,=".indexOf(text.charAt(i)) < 0) {
                    throw wrong(text, i - 1, "one of \"\\\\\", \"\\,\" and \"\\=\"");
                }
                c = text.charAt(i);
            }
            value.append(c);
        }
        return value.toString();
    }

    private static IllegalArgumentException wrong(String text, int at, String wanted) {
        return new IllegalArgumentException(
                "field selector \"%s\": expected %s at position %d".formatted(text, wanted, at));
    }

    /**
     * Whether all objects that meet some requirements meet one more; no if that is not certain. Of names and namespaces, what
     * equals one value differs from another. Other fields have to be asked for in the same words, since a server may take a
     * field for something else than what is in the JSON: 1.0 for 1, or what is not there for a default.
     */
    static boolean implies(Collection<Requirement> all, Requirement one) {
        return all.contains(one)
                || (one.isOfKey()
                        && all.stream()
                                .anyMatch(r -> r.equal
                                        && r.place.equals(one.place)
                                        && r.value.equals(one.value) == one.equal));
    }

    boolean matches(RawObject object) {
        for (var requirement : requirements) {
            if (!requirement.matches(object)) {
                return false;
            }
        }
        return true;
    }

    /** Whether only the names of objects tell, about which the API server and this never differ. */
    boolean isOfKey() {
        return requirements.stream().allMatch(Requirement::isOfKey);
    }

    /** The name that objects have to have, if there is one. */
    Optional<String> name() {
        return requirements.stream()
                .filter(r -> r.equal && r.place.equals(Requirement.NAME))
                .map(Requirement::value)
                .findFirst();
    }

    /** Which values of which indexes, if they are kept, have all objects that match. */
    Stream<Lookup> lookups() {
        return requirements.stream()
                .filter(r -> r.equal && !r.value.isEmpty())
                .map(r -> new Lookup(Index.field(r.place.toString()), Set.of(r.value)));
    }
}
