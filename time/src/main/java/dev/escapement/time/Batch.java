package dev.escapement.time;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ObjIntConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Items that are due, of which each is taken by one thread or withdrawn before. One thread fills it in; after that it is safe
 * for use by many.
 */
final class Batch<K> implements ObjIntConsumer<K> {
    private final AtomicReferenceArray<@Nullable K> items;
    /** The items' {@linkplain RowTable#spread spread} hash codes, to find one without a look at the others. */
    private final int[] hashes;

    private int count;
    private final AtomicInteger next = new AtomicInteger();

    /** One that is empty, with room for so many. */
    Batch(int capacity) {
        items = new AtomicReferenceArray<>(capacity);
        hashes = new int[capacity];
    }

    /** One more item and its hash. */
    @Override
    public void accept(K item, int hash) {
        items.setPlain(count, item);
        hashes[count++] = hash;
    }

    boolean isEmpty() {
        return next.get() >= count;
    }

    /** How many items are left. */
    int size() {
        int size = 0;
        for (int i = next.get(); i < count; i++) {
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
            item = index < count ? items.getAndSet(index, null) : null;
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
        int hash = RowTable.spread(item.hashCode());
        for (int i = next.get(); i < count; i++) {
            if (hashes[i] == hash && item.equals(items.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
