package dev.escapement.bench;

import java.util.Arrays;

import dev.escapement.client.ObjectKey;

/** The keys of the measures: those of objects, in ten namespaces. */
final class Keys {
    private Keys() {}

    /** So many distinct keys. */
    static ObjectKey[] of(int count) {
        var keys = new ObjectKey[count];
        Arrays.setAll(keys, i -> of("bench-" + i % 10, i));
        return keys;
    }

    /** A key that knows its number. */
    static ObjectKey of(String namespace, int number) {
        return new ObjectKey(namespace, "w-%07d".formatted(number));
    }

    /** The number that {@link #of(String, int)} put into the name. */
    static int number(ObjectKey key) {
        return Integer.parseInt(key.name(), 2, key.name().length(), 10);
    }
}
