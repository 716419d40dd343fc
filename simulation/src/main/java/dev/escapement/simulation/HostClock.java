package dev.escapement.simulation;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.time.Clock;

/** A host's clock: its wall clock may be wrong, and its timers run on the host's threads. */
final class HostClock implements Clock {
    private final Host host;
    private final Clock time;
    private volatile Duration skew = Duration.ZERO;

    HostClock(Host host, WorldTime time) {
        this.host = host;
        this.time = time.clock();
    }

    /** Sets how far the wall clock is ahead of the others'; negative when it is behind. */
    void skew(Duration ahead) {
        skew = ahead;
    }

    Duration skew() {
        return skew;
    }

    @Override
    public Instant now() {
        return time.now().plus(skew);
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public Timer timer(Runnable action) {
        return time.timer(() -> host.start(action));
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        time.sleep(duration);
    }
}
