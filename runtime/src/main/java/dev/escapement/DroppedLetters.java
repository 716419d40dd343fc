package dev.escapement;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the letters for which there was no room, and says so: at the first, then what has come to it, if asked. */
final class DroppedLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final int limit;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    /** How many there were in all, and how many of them were told. */
    private record Count(long all, long told) {}

    DroppedLetters(int limit) {
        this.limit = limit;
    }

    /** One letter of a controller was dropped. */
    void add(String controller) {
        var count = counts.merge(controller, new Count(1, 1), (known, _) -> new Count(known.all + 1, known.told));
        if (count.all == 1) {
            LOG.warn(
                    "controller {} has more than {} dead letters, so the oldest are dropped, and what they are about is tried"
                            + " when it changes or the operator starts: look for a common cause (esc dead-letters list --group)",
                    controller,
                    limit);
        }
    }

    /** How many letters of a controller were dropped. */
    long of(String controller) {
        var count = counts.get(controller);
        return count == null ? 0 : count.all;
    }

    /** Says how many there are by now, where more were dropped since it was said last. */
    void tell() {
        counts.forEach((controller, count) -> {
            if (count.all > count.told && counts.replace(controller, count, new Count(count.all, count.all))) {
                LOG.warn("controller {}: {} dead letters were dropped so far", controller, count.all);
            }
        });
    }
}
