package dev.escapement;

import java.time.Duration;
import java.util.Collection;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.escapement.cache.Informer;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets at the letters in the cluster, or says once why it does not, and what to do. Used by one thread. */
final class LetterAccess {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Backoff AGAIN = Backoff.exponential(Duration.ofSeconds(15));

    private final ApiClient client;
    private final Clock clock;
    private final LetterDesk desk;
    private final Collection<Selection> selections;
    private final RandomGenerator random;
    private boolean warned;

    /**
     * An access that is not open.
     *
     * @param selections where the operator's letters are
     */
    LetterAccess(ApiClient client, Clock clock, LetterDesk desk, Collection<Selection> selections) {
        this.client = client;
        this.clock = clock;
        this.desk = desk;
        this.selections = selections;
        this.random = new SplittableRandom(clock.nanos());
    }

    /**
     * Waits until there is an informer that has all letters. If there is no definition of them, it is created.
     *
     * @param changed told of what the informer hears
     * @param refused told when it turns out that the letters cannot be had for now
     */
    Informer open(Consumer<ObjectKey> changed, Runnable refused) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var informer = new Informer(client, clock, LetterForm.KIND, selections);
            informer.listen(change -> changed.accept(change.key()));
            try {
                informer.start();
                informer.synced().get();
                works();
                return informer;
            } catch (ExecutionException e) {
                informer.close();
                refused.run();
                var why = e.getCause() == null ? e : e.getCause();
                if (!desk.isUndefined(why)) {
                    warn(why);
                } else if (define() && attempt == 1) {
                    continue;
                }
                clock.sleep(AGAIN.delay(attempt, random));
            } catch (InterruptedException e) {
                informer.close();
                throw e;
            }
        }
    }

    /** Creates the definition; false if that is not possible. */
    boolean define() throws InterruptedException {
        try {
            desk.define();
            return true;
        } catch (RuntimeException e) {
            warn(e);
            return false;
        }
    }

    void warn(Throwable failure) {
        if (!warned) {
            warned = true;
            LOG.warn(desk.advice(failure));
        }
    }

    void works() {
        if (warned) {
            warned = false;
            LOG.info("dead letters are kept in the cluster again");
        }
    }
}
