package dev.escapement.time;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/** Items that are due, of which each is taken by one thread or withdrawn before. Safe for use by many threads. */
final class Batch<K> {
    private final AtomicReferenceArray<@Nullable K> items;
    /** What the items' hash codes are, to find one without a look at the others. */
    private final int[] hashes;

    private final AtomicInteger next = new AtomicInteger();

    Batch(List<K> all) {
        items = new AtomicReferenceArray<>(all.size());
        hashes = new int[all.size()];
        for (int i = 0; i < hashes.length; i++) {
            var item = all.get(i);
            items.setPlain(i, item);
            hashes[i] = item.hashCode();
        }
    }

    /** How far it has been worked off: it grows with each item that is taken. */
    int taken() {
        return next.get();
    }

    boolean isEmpty() {
        return next.get() >= hashes.length;
    }

    /** How many items are left. */
    int size() {
        int size = 0;
        for (int i = next.get(); i < hashes.length; i++) {
            size += items.get(i) == null ? 0 : 1;
        }
        return size;
    }

    /** The next item, which is the caller's then; null if there is none. */
    @Nullable
    K take() {
        K item = null;
        while (item == null && !isEmpty()) {
            int index = next.getAndIncrement();
            item = index < hashes.length ? items.getAndSet(index, null) : null;
        }
        return item;
    }

    boolean contains(K item) {
        return find(item) >= 0;
    }

    /** Takes an item out; returns false if it is not there, or another thread has it already. */
    boolean withdraw(K item) {
        int index = find(item);
        return index >= 0 && items.getAndSet(index, null) != null;
    }

    private int find(K item) {
        if (isEmpty()) {
            return -1;
        }
        int hash = item.hashCode();
        for (int i = next.get(); i < hashes.length; i++) {
            if (hashes[i] == hash && item.equals(items.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
