package dev.escapement;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.function.Consumer;

/**
 * Makes few Events of much that is told: what says the same is one series, what is similar is combined, and each object has a
 * budget. Keeps time by what it is given. Guarded by the lock of its writer.
 */
final class EventCorrelator {
    /** How many series are followed; the one in which nothing happened for longest is over when there are more. */
    static final int SERIES = 4096;

    private final Consumer<EventSeries> due;
    /** Those that are not over, by when something last happened in them. */
    private final LinkedHashMap<Told.Key, EventSeries> live = new LinkedHashMap<>(16, 0.75f, true);

    private final SimilarEvents similar = new SimilarEvents();
    private final EventBudget budget = new EventBudget();
    private long suppressed;

    /** A correlator that hands each series over when the API server is to be told of it. */
    EventCorrelator(Consumer<EventSeries> due) {
        this.due = due;
    }

    void tell(Told told, long nanos, Instant now) {
        expire(nanos);
        var series = series(told, nanos, now);
        series.happened(nanos, now);
        offer(series, nanos);
    }

    private EventSeries series(Told told, long nanos, Instant now) {
        boolean many = similar.areMany(told, nanos);
        var own = live.get(told.key());
        if (own != null) {
            return own;
        }
        var wanted = many ? told.combined() : told;
        var known = live.get(wanted.key());
        if (known != null) {
            return known;
        }
        var series = new EventSeries(wanted, now);
        live.put(wanted.key(), series);
        if (live.size() > SERIES) {
            finish(live.pollFirstEntry().getValue(), nanos);
        }
        return series;
    }

    /** Something has become of a series: perhaps there is more to tell. */
    void offer(EventSeries series, long nanos) {
        if (!series.isDue(nanos)) {
            return;
        }
        // The last count of a series is free: there is one for each Event, which was paid for.
        if (series.isOver() || budget.take(series.told.uid(), nanos)) {
            series.waiting();
            due.accept(series);
        } else {
            suppressed++;
        }
    }

    /** Ends the series in which nothing has happened for long. */
    void expire(long nanos) {
        while (!live.isEmpty() && live.firstEntry().getValue().end() - nanos <= 0) {
            finish(live.pollFirstEntry().getValue(), nanos);
        }
    }

    /** Ends all. */
    void finish(long nanos) {
        while (!live.isEmpty()) {
            finish(live.pollFirstEntry().getValue(), nanos);
        }
    }

    private void finish(EventSeries series, long nanos) {
        series.finish();
        offer(series, nanos);
    }

    boolean isEmpty() {
        return live.isEmpty();
    }

    /** When the next series is over unless something happens; only if there is one. */
    long nextEnd() {
        return live.firstEntry().getValue().end();
    }

    /** How often something was not written because the object's budget was empty. */
    long suppressed() {
        return suppressed;
    }
}
