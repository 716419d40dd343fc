package dev.escapement.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;

/** A virtual clock on which nobody has to wait: a sleep moves it, and is noted. */
final class SelfMovingClock implements Clock {
    final VirtualClock virtual = VirtualClock.at(Instant.EPOCH);
    final List<Duration> slept = new CopyOnWriteArrayList<>();

    @Override
    public Instant now() {
        return virtual.now();
    }

    @Override
    public long nanos() {
        return virtual.nanos();
    }

    @Override
    public Timer timer(Runnable action) {
        return virtual.timer(action);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        slept.add(duration);
        virtual.advance(duration);
    }
}
