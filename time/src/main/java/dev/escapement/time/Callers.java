package dev.escapement.time;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The threads that call the action of {@link Timers}. Each has a batch of its own, so that one takes items out while another
 * calls the action; what a call holds up, somebody else takes over. Guarded by the timers' lock.
 */
final class Callers<K> {
    /** How many call the action at a time when much is due, those not counted that are held up by it. */
    private static final int MOST = 2;

    private final Batch<K> nothing = new Batch<>(0);
    private final List<Caller<K>> callers = new ArrayList<>();

    /** One more, if it is of use: there are few that get on, or one is held up that has items left, which the new one gets. */
    @Nullable
    Caller<K> join() {
        int busy = 0;
        Caller<K> heldUp = null;
        for (var caller : callers) {
            if (caller.getsOn()) {
                busy++;
            } else if (heldUp == null && !caller.batch().isEmpty()) {
                heldUp = caller;
            }
        }
        if (busy >= MOST && heldUp == null) {
            return null;
        }
        var batch = nothing;
        if (heldUp != null) {
            batch = heldUp.batch();
            heldUp.take(nothing);
        }
        var joined = new Caller<>(batch);
        callers.add(joined);
        return joined;
    }

    void leave(Caller<K> caller) {
        callers.remove(caller);
    }

    /** One of the items that others have left; null if there is none. */
    @Nullable
    K steal() {
        for (var caller : callers) {
            var item = caller.batch().take();
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    /** Remembers how far all are. */
    void look() {
        callers.forEach(Caller::look);
    }

    boolean haveNothing() {
        for (var caller : callers) {
            if (!caller.batch().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return callers.stream().mapToInt(caller -> caller.batch().size()).sum();
    }

    boolean have(K item) {
        for (int i = 0; i < callers.size(); i++) { // allocates nothing, as each that is scheduled comes by here
            if (callers.get(i).batch().contains(item)) {
                return true;
            }
        }
        return false;
    }

    /** Takes an item away from whoever has it; returns false if nobody has. */
    boolean withdraw(K item) {
        for (int i = 0; i < callers.size(); i++) {
            if (callers.get(i).batch().withdraw(item)) {
                return true;
            }
        }
        return false;
    }

    /** Takes all items away. */
    void clear() {
        callers.forEach(caller -> caller.take(nothing));
    }
}
