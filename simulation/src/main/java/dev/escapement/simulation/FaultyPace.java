package dev.escapement.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

import dev.escapement.simulation.FaultPlan.Injection;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/** When the frames of a watch arrive, and in which pieces. Used by one thread at a time, but for {@link #calm}. */
final class FaultyPace {
    private final FaultWeather weather;
    private final FaultyStream stream;
    private final @Nullable SplittableRandom pieces;
    private final @Nullable SplittableRandom lag;
    /** By how much all frames are late, in nanoseconds. */
    private final long late;

    private volatile boolean calm;

    FaultyPace(FaultWeather weather, List<Injection> injections, FaultyStream stream) {
        this.weather = weather;
        this.stream = stream;
        this.pieces = random(injections, Fault.FRAGMENTS);
        this.lag = random(injections, Fault.WATCH_LAG);
        this.late = lag == null ? 0 : below(Fault.WATCH_LAG, lag);
    }

    private static @Nullable SplittableRandom random(List<Injection> injections, Fault fault) {
        return injections.stream()
                .filter(injection -> injection.fault() == fault)
                .findFirst()
                .map(injection -> new SplittableRandom(injection.draw()))
                .orElse(null);
    }

    private long below(Fault fault, SplittableRandom random) {
        return random.nextLong(weather.faults().longest(fault).toNanos() + 1);
    }

    /** By how much all frames are late at least, in nanoseconds; 0 if they do not lag. */
    long late() {
        return late;
    }

    /** Frames come as they are. */
    void calm() {
        calm = true;
    }

    void send(byte[] frame) {
        long due = weather.clock().nanos();
        if (calm) {
            stream.add(due, frame);
            return;
        }
        if (lag != null) {
            // half of the lag is the watch's, half the frame's
            due = Clock.after(due, Duration.ofNanos(late / 2 + lag.nextLong(late / 2 + 1)));
        }
        if (pieces == null) {
            stream.add(due, frame);
            return;
        }
        boolean joined = pieces.nextBoolean();
        for (var piece : FaultyPieces.of(frame, pieces)) {
            if (joined) {
                stream.join(due, piece);
            } else {
                stream.add(due, piece);
            }
            joined = false;
            if (pieces.nextInt(4) == 0) {
                due = Clock.after(due, Duration.ofNanos(below(Fault.FRAGMENTS, pieces)));
            }
        }
    }
}
