package dev.escapement;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.client.Header;
import dev.escapement.time.Clock;

/** What this process remembers of the sequences of all objects, by their uids. Safe for use by many threads. */
final class Plays {
    private static final int FEW = 1000;

    private final ConcurrentHashMap<String, Play> all = new ConcurrentHashMap<>();
    /** How many there have to be before it is looked which of them are of objects that are gone. */
    private volatile int many = FEW;

    /** The object's, from now on if there was none. */
    Play of(Header object, Ledger ledger) {
        var play = all.computeIfAbsent(object.uid(), _ -> new Play(object.key()));
        play.meets(ledger);
        return play;
    }

    /** Somebody else, such as an earlier process, may have begun a step of an object, of which there has not been a run here. */
    void resume(Header object, Optional<Instant> deadline, Clock clock, Runnable urgently) {
        if (deadline.isEmpty()) {
            end(object.uid());
        } else {
            all.computeIfAbsent(object.uid(), _ -> new Play(object.key())).resumes(deadline.get(), clock, urgently);
        }
    }

    /** The object's sequence has come to its end. */
    void end(String uid) {
        var play = all.remove(uid);
        if (play != null) {
            play.forget();
        }
    }

    /** Forgets objects that are gone, of which nobody tells. */
    void sweep(Ledger ledger) {
        if (all.size() > many) {
            all.forEach((uid, play) -> {
                if (!play.isExecuting() && !ledger.isThere(play.key, uid)) {
                    end(uid);
                }
            });
            many = Math.max(FEW, 2 * all.size());
        }
    }
}
