package dev.escapement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.client.ObjectKey;
import dev.escapement.queue.QueueStats;
import dev.escapement.queue.WorkQueue;
import dev.escapement.time.Clock;

/** Tells whether a queue moves: whether what waits in it is taken, and what is taken comes back. */
final class Movement {
    /** How long a key waits, or a run lasts, before that is called a problem. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final Clock clock;
    private final WorkQueue<ObjectKey> queue;
    private final ReentrantLock lock = new ReentrantLock();
    private long ended = -1;
    private long movedAt;

    Movement(String name, Clock clock, WorkQueue<ObjectKey> queue) {
        this.name = name;
        this.clock = clock;
        this.queue = queue;
        this.movedAt = clock.nanos();
    }

    /** What is wrong with it, if anything is. */
    List<Ailment> ailments() {
        var ailments = new ArrayList<Ailment>();
        var stats = queue.stats();
        var oldest =
                stats.oldest().values().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        var still = sinceMove(stats);
        if (oldest.compareTo(PATIENCE) > 0 && still.compareTo(PATIENCE) > 0) {
            // With runs on their way it is their code that holds the rest up, and the watch over them sees to that.
            boolean nobodyTakes = stats.processing() == 0;
            ailments.add(new Ailment(
                    "queue " + name,
                    stats.depth() + " keys wait, the first for " + oldest.toSeconds() + " s, and no run has ended for "
                            + still.toSeconds() + " s"
                            + (nobodyTakes ? "; no worker takes them" : "; the longest: " + longest()),
                    nobodyTakes));
        }
        return ailments;
    }

    private String longest() {
        return queue.working().stream()
                .max(Comparator.comparing(WorkQueue.Working::running))
                .map(working -> working.key() + " for " + working.running().toSeconds() + " s")
                .orElse("has just ended");
    }

    private Duration sinceMove(QueueStats stats) {
        lock.lock();
        try {
            long now = clock.nanos();
            if (stats.worked().count() != ended || stats.depth() == 0) {
                ended = stats.worked().count();
                movedAt = now;
            }
            return Duration.ofNanos(now - movedAt);
        } finally {
            lock.unlock();
        }
    }
}
