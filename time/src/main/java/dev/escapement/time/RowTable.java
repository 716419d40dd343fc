package dev.escapement.time;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Gives each key a row: a small number, that of a removed key first.
 *
 * <p>A hash table with linear probing, in which the gap is closed on removal (Knuth, The Art of Computer Programming, volume 3,
 * section 6.4, algorithm R), so no deleted places gather. A place holds the hash code beside the row, so other keys are passed
 * over without a look at them; and as the upper bits of the hash code make the position, the table grows by reading the old
 * places and writing the new ones from front to back. Everything but the keys is primitive: the garbage collector has nothing
 * to follow and no store to hear of. Not thread-safe.
 */
final class RowTable<K> {
    /** The golden ratio times 2^32 (Knuth, section 6.4): it spreads hash codes that differ in few bits. */
    private static final int SPREAD = 0x9E3779B9;

    private static final int NONE = -1;

    /** How many bits of a hash code make a position. */
    private int bits = 6;
    /** The hash code in the upper half, row + 1 in the lower; 0 when the place is free. */
    private long[] places = new long[1 << bits];

    /** By row: the key or, when the row is free, null. */
    private @Nullable Object[] keys = new @Nullable Object[16];
    /** By row: the hash code of its key, so that it is removed without a look at the key, which is far away by then. */
    private int[] hashes = new int[16];
    /** Rows that were given back, the last one first. */
    private int[] free = new int[16];

    private int frees;
    private int rows;
    private int size;

    int size() {
        return size;
    }

    /** All rows are less than this; it never shrinks. */
    int rows() {
        return rows;
    }

    @SuppressWarnings("unchecked") // only keys of type K are put in
    K key(int row) {
        var key = keys[row];
        if (key == null) {
            throw new IllegalStateException("row " + row + " has no key");
        }
        return (K) key;
    }

    /** The row of a key, or -1. */
    int find(K key) {
        return find(key, spread(key.hashCode()));
    }

    /** Whether this very object is the key of a row. */
    @SuppressWarnings("ReferenceEquality") // that is what is asked
    boolean isKey(int row, K key) {
        return keys[row] == key;
    }

    /** The row of a key; it gets one if it has none. */
    int obtain(K key) {
        return obtain(key, key.hashCode());
    }

    /** The same of a key whose hash code is known. */
    int obtain(K key, int hashCode) {
        int hash = spread(hashCode);
        int row = find(key, hash);
        return row >= 0 ? row : insert(key, hash);
    }

    /** Brings near what a search for a key begins with, so that the memory's delay for many keys passes at once. */
    int touch(int hashCode) {
        return (int) places[home(spread(hashCode))];
    }

    /** Brings near what the removal of a row begins with. */
    int touchRow(int row) {
        return (int) places[home(hashes[row])];
    }

    /** What {@link #spread} makes of the hash code of a row's key. */
    int hash(int row) {
        return hashes[row];
    }

    void remove(int row) {
        int mask = places.length - 1;
        if (keys[row] == null) {
            throw new IllegalStateException("row " + row + " has no key");
        }
        int at = home(hashes[row]);
        while ((int) places[at] != row + 1) {
            at = (at + 1) & mask;
        }
        closeGap(at);
        keys[row] = null;
        if (frees == free.length) {
            free = Arrays.copyOf(free, grown(frees));
        }
        free[frees++] = row;
        size--;
    }

    @SuppressWarnings("ReferenceEquality") // as a rule it is the same object: no need to call what the author wrote
    private int find(K key, int hash) {
        int mask = places.length - 1;
        for (int i = home(hash); ; i = (i + 1) & mask) {
            long place = places[i];
            if (place == 0) {
                return NONE;
            }
            if ((int) (place >>> 32) == hash) {
                int row = (int) place - 1;
                var known = keys[row];
                if (known == key || key.equals(known)) {
                    return row;
                }
            }
        }
    }

    private int insert(K key, int hash) {
        if (size >= places.length / 3 * 2) {
            grow();
        }
        int row = frees > 0 ? free[--frees] : rows++;
        if (row == keys.length) {
            keys = Arrays.copyOf(keys, grown(row));
            hashes = Arrays.copyOf(hashes, keys.length);
        }
        keys[row] = key;
        hashes[row] = hash;
        put((long) hash << 32 | (row + 1));
        size++;
        return row;
    }

    private void put(long place) {
        int mask = places.length - 1;
        int i = home(place);
        while (places[i] != 0) {
            i = (i + 1) & mask;
        }
        places[i] = place;
    }

    private void grow() {
        var old = places;
        bits++;
        places = new long[1 << bits];
        for (long place : old) {
            if (place != 0) {
                put(place);
            }
        }
    }

    /** Moves back what would not be found any more behind a gap. */
    private void closeGap(int from) {
        int mask = places.length - 1;
        int gap = from;
        int next = gap;
        while (true) {
            next = (next + 1) & mask;
            long place = places[next];
            if (place == 0) {
                break;
            }
            if (((next - home(place)) & mask) >= ((next - gap) & mask)) {
                places[gap] = place;
                gap = next;
            }
        }
        places[gap] = 0;
    }

    private int home(long place) {
        return home((int) (place >>> 32));
    }

    private int home(int hash) {
        return hash >>> -bits; // the upper bits: a shift counts modulo 32
    }

    static int spread(int hashCode) {
        return hashCode * SPREAD;
    }

    /** The next capacity of an array; half as much again, so that there is little to spare. */
    static int grown(int capacity) {
        return capacity + (capacity >> 1);
    }
}
