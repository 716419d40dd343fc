package dev.escapement;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.escapement.queue.WorkQueue;
import dev.escapement.time.Clock;

/**
 * How many workers a controller has, between bounds. They follow how long keys wait: while the first of them has waited for more
 * than {@value #PATIENCE_MILLIS} ms although processors are free and there is heap, their number doubles, unless the API server is the
 * {@linkplain Bottleneck bottleneck}. So workers that wait do not keep others from working; how long runs take is no sign of anything.
 * When nothing has waited for {@value #CALM_SECONDS} s, a quarter goes.
 *
 * <p>It looks every {@value #PERIOD_MILLIS} ms while there is something to do or to give back, and not at all otherwise.
 */
final class Scaling {
    private static final int PERIOD_MILLIS = 50;
    private static final int PATIENCE_MILLIS = 50;
    private static final int CALM_SECONDS = 30;
    private static final Duration PERIOD = Duration.ofMillis(PERIOD_MILLIS);
    private static final Duration PATIENCE = Duration.ofMillis(PATIENCE_MILLIS);
    private static final long CALM = Duration.ofSeconds(CALM_SECONDS).toNanos();
    /** Above this share of all processors more workers would only take turns. */
    private static final double CPU = 0.9;
    /** Above this share of the heap there may be no room for what more workers need. */
    private static final double HEAP = 0.85;

    private final Clock clock;
    private final WorkQueue<?> queue;
    private final Workers workers;
    private final Load load;
    private final Bottleneck bottleneck;
    private final Clock.Timer timer;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean started;
    private volatile int min;
    private volatile int max;
    private volatile long calmSince;

    /**
     * Scaling that has not begun.
     *
     * @param bottleneck whether more workers would only wait for the API server
     */
    @SuppressWarnings("this-escape") // the timer is set later
    Scaling(Clock clock, WorkQueue<?> queue, Workers workers, Load load, Bottleneck bottleneck) {
        this.clock = clock;
        this.queue = queue;
        this.workers = workers;
        this.load = load;
        this.bottleneck = bottleneck;
        this.timer = clock.timer(this::look);
    }

    /** Sets the bounds; equal ones pin the number. */
    void between(int least, int most) {
        min = least;
        max = most;
        workers.resize(Math.clamp(workers.wanted(), least, most));
    }

    /** Between which numbers of workers it chooses. */
    ControlState.Bounds bounds() {
        int least = min;
        return new ControlState.Bounds(least, Math.max(least, max));
    }

    /** The workers begin. Until then keys wait for the start, which more workers would not bring about. */
    void start() {
        started = true;
        if (queue.depth() > 0) {
            stirred();
        }
    }

    /** How many workers there may be. */
    int most() {
        return max;
    }

    /** Something has come in. */
    void stirred() {
        if (started && min < max && !looking.get() && looking.compareAndSet(false, true)) {
            calmSince = clock.nanos();
            timer.at(Clock.after(clock.nanos(), PERIOD));
        }
    }

    private void look() {
        long now = clock.nanos();
        int wanted = workers.wanted();
        var waits = queue.stats().oldest().values().stream()
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (waits.compareTo(PATIENCE) > 0) {
            calmSince = now;
            if (wanted < max && load.heap() < HEAP && load.cpu() < CPU) {
                workers.resize(
                        switch (bottleneck.ask(wanted)) {
                            case MORE -> (int) Math.min(max, 2L * wanted);
                            case KEEP -> wanted;
                            case BACK -> Math.max(min, wanted / 2);
                        });
            }
        } else if (now - calmSince > CALM) {
            calmSince = now;
            bottleneck.calm();
            workers.resize(Math.max(min, wanted - (wanted + 3) / 4));
        }
        if (queue.depth() == 0 && workers.wanted() <= min) {
            looking.set(false);
            if (queue.depth() == 0 || !looking.compareAndSet(false, true)) {
                return;
            }
        }
        timer.at(Clock.after(now, PERIOD));
    }

    void stop() {
        max = min;
        timer.cancel();
    }
}
