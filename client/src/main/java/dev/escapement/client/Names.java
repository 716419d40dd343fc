package dev.escapement.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A few names of members that are recognised by their bytes: their length, and their first and last eight bytes, which tell
 * names of up to sixteen bytes, and longer ones if no two are alike in these.
 */
final class Names {
    static final int NONE = -1;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final List<String> names;
    private final int[] lengths;
    private final long[] firsts;
    private final long[] lasts;
    private final byte[][] all;

    private Names(List<String> names) {
        this.names = names;
        this.all = names.stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.lengths = new int[all.length];
        this.firsts = new long[all.length];
        this.lasts = new long[all.length];
        for (int i = 0; i < all.length; i++) {
            lengths[i] = all[i].length;
            firsts[i] = first(all[i], 0, lengths[i]);
            lasts[i] = last(all[i], 0, lengths[i]);
        }
    }

    /** These names; each is known by its place. */
    static Names of(String... names) {
        return new Names(List.of(names));
    }

    int find(String name) {
        return names.indexOf(name);
    }

    int find(byte[] bytes, int from, int to) {
        int length = to - from;
        long first = first(bytes, from, length);
        for (int i = 0; i < firsts.length; i++) {
            if (firsts[i] == first && lengths[i] == length) {
                if (length <= Long.BYTES || (lasts[i] == last(bytes, from, length) && sameBetween(i, bytes, from))) {
                    return i;
                }
            }
        }
        return NONE;
    }

    private boolean sameBetween(int name, byte[] bytes, int from) {
        for (int i = Long.BYTES; i < lengths[name] - Long.BYTES; i++) {
            if (all[name][i] != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static long first(byte[] bytes, int from, int length) {
        if (from <= bytes.length - Long.BYTES) {
            long word = (long) WORDS.get(bytes, from);
            return length >= Long.BYTES ? word : word & ((1L << (length << 3)) - 1);
        }
        long word = 0;
        for (int i = Math.min(length, Long.BYTES) - 1; i >= 0; i--) {
            word = word << 8 | (bytes[from + i] & 0xFF);
        }
        return word;
    }

    private static long last(byte[] bytes, int from, int length) {
        return length <= Long.BYTES ? 0 : (long) WORDS.get(bytes, from + length - Long.BYTES);
    }
}
