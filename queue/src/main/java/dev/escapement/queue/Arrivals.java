package dev.escapement.queue;

import dev.escapement.queue.WorkQueue.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Keys that were added while others had the queue's lock, and are not in the {@link Agenda} yet. Who adds only writes them down;
 * whoever has the queue's lock next enters them before anything else, so the order of what happens is kept. Then those who add do not compete with the workers, and what the agenda is made of stays in one processor's caches.
 *
 * <p>While nobody else wants the queue's lock it is cheaper to take that at once, so it is tried again now and then.
 */
final class Arrivals<K> {
    /** After so many pages in a row the queue's lock is tried again. */
    private static final int PAGES = 10_000;

    /** For how long a line may stay on its page while workers have other keys, in nanoseconds. */
    private static final long LONGEST = 8_000;
    /** How many keys may be taken and given back meanwhile. */
    private static final int MOST = 128;

    private volatile Page<K> page = new Page<>();
    private Page<K> spare = new Page<>();
    private volatile boolean closed;
    /** How many pages are still to be written before the queue's lock is tried again. */
    private volatile int pages;
    /** When the page was entered last, and how often it was passed since. */
    private long entered;

    private int passed;

    boolean isEmpty() {
        return page.isEmpty();
    }

    /** Whether it is worth writing keys down: of late somebody else had the queue's lock. */
    boolean areMany() {
        return pages > 0;
    }

    /** Somebody else has the queue's lock. */
    void becomeMany() {
        pages = PAGES;
    }

    /** Writes down a key; returns false if there is no room for it, or no more are taken in. */
    boolean offer(K key, int hashCode, @Nullable Object flow, Priority priority, @Nullable Object why, long now) {
        return !closed && page.write(key, hashCode, flow, priority, why, now);
    }

    /**
     * Enters what was written down if there is nothing else to do, or it has been there for long; called under the queue's lock.
     * Many lines take less time together, and looking at the page takes its line from the processor that writes there.
     */
    void enterInTime(Agenda<K> agenda, long now) {
        if (agenda.depth() == 0 || now - entered > LONGEST || ++passed >= MOST) {
            entered = now;
            passed = 0;
            enter(agenda);
        }
    }

    /** Enters what was written down; called under the queue's lock. */
    void enter(Agenda<K> agenda) {
        var written = page;
        if (written.isEmpty() || closed && written.count > 0) {
            return;
        }
        if (!closed) {
            // Opened only now: who still holds on to it from earlier must not write on a page that nobody will read
            // soon.
            spare.open();
            page = spare;
            spare = written;
            pages = Math.max(0, pages - 1);
        }
        written.close();
        agenda.addAll(written);
    }

    /** Takes in no more; called under the queue's lock. */
    void close() {
        closed = true;
    }
}
