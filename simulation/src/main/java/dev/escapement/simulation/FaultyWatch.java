package dev.escapement.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.apiserver.Chunks;
import dev.escapement.simulation.FaultPlan.Injection;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One watch between a server and its client: late, in pieces, without bookmarks, until it stops as one of its faults says, at a random
 * frame or at a random time.
 */
final class FaultyWatch {
    private static final Set<Fault> STOPS =
            EnumSet.of(Fault.WATCH_CLOSED, Fault.WATCH_CUT, Fault.WATCH_SILENT, Fault.WATCH_GAP);
    /** A stop by frames comes within so many. */
    private static final int FRAMES = 8;

    private static final int NEVER = Integer.MAX_VALUE;
    private static final byte[] BOOKMARK = "{\"type\":\"BOOKMARK\"".getBytes(UTF_8);
    private static final String INITIAL_END = "\"k8s.io/initial-events-end\":\"true\"";

    private final FaultWeather weather;
    private final String name;
    private final String collection;
    private final Chunks server;
    private final FaultOutages.Revision revision;
    private final FaultyStream stream;
    private final FaultyPace pace;
    private final @Nullable Injection stop;
    private final SplittableRandom dice;
    private final Clock.Timer timer;
    private final Clock.Timer gap;
    private final AtomicInteger calls = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean bookmarks;
    private int framesLeft = NEVER;
    private boolean stopped;

    FaultyWatch(
            FaultWeather weather,
            long number,
            FaultTarget target,
            Chunks server,
            List<Injection> injections,
            FaultOutages.Revision revision) {
        this.weather = weather;
        this.name = "request " + number + ", " + target + ": ";
        this.collection = target.collection();
        this.server = server;
        this.revision = revision;
        this.stream = new FaultyStream(weather.clock(), this::closed);
        this.pace = new FaultyPace(weather, injections, stream);
        this.stop = injections.stream()
                .filter(injection -> STOPS.contains(injection.fault()))
                .findFirst()
                .orElse(null);
        this.dice = new SplittableRandom(stop == null ? 0 : stop.draw());
        this.timer = weather.clock().timer(() -> stop(null));
        this.gap = weather.clock().timer(this::gapOver);
        this.bookmarks = injections.stream().noneMatch(injection -> injection.fault() == Fault.NO_BOOKMARKS);
    }

    /** Opens it; returns what its client reads. */
    FaultyChunks start() {
        weather.outages().opened(this);
        if (pace.late() > 0) {
            tell(Fault.WATCH_LAG, pace.late() / 1_000_000 + " ms at most");
        }
        if (!bookmarks) {
            tell(Fault.NO_BOOKMARKS, "none from now on");
        }
        if (stop != null && dice.nextBoolean()) {
            framesLeft = dice.nextInt(FRAMES);
        } else if (stop != null) {
            timer.at(Clock.after(weather.clock().nanos(), upTo(stop.fault())));
        }
        server.onReady(this::pump);
        pump();
        return stream;
    }

    private void pump() {
        if (calls.getAndIncrement() > 0) {
            return; // whoever is at it sees that there is more
        }
        int seen = 1;
        do {
            for (byte[] frame = server.poll(); frame != null; frame = server.poll()) {
                take(frame);
            }
            if (server.ended()) {
                over();
            }
            seen = calls.addAndGet(-seen);
        } while (seen > 0);
    }

    private void take(byte[] frame) {
        boolean last;
        lock.lock();
        try {
            if (stopped || (!bookmarks && isBookmark(frame))) {
                return;
            }
            last = framesLeft == 0;
            framesLeft = framesLeft == NEVER ? NEVER : framesLeft - 1;
        } finally {
            lock.unlock();
        }
        if (last) {
            stop(frame);
        } else {
            pace.send(frame);
        }
    }

    private static boolean isBookmark(byte[] frame) {
        return frame.length > BOOKMARK.length
                && Arrays.equals(frame, 0, BOOKMARK.length, BOOKMARK, 0, BOOKMARK.length)
                && !new String(frame, UTF_8).contains(INITIAL_END);
    }

    /** @param frame which would have come; null if it stops between two */
    private void stop(byte @Nullable [] frame) {
        if (stop == null || !stopping()) {
            return;
        }
        switch (stop.fault()) {
            case WATCH_CLOSED -> {
                tell(stop.fault(), "in good order");
                stream.end(null);
            }
            case WATCH_CUT -> cut(frame);
            case WATCH_SILENT -> tell(stop.fault(), "nothing comes any more");
            default -> {
                var time = upTo(Fault.WATCH_GAP);
                tell(stop.fault(), "nothing comes for " + time.toMillis() + " ms, then it breaks and has expired");
                gap.at(Clock.after(weather.clock().nanos(), time));
            }
        }
        server.close();
    }

    private void cut(byte @Nullable [] frame) {
        int length = frame == null ? 0 : dice.nextInt(frame.length);
        if (frame != null) {
            pace.send(Arrays.copyOf(frame, Math.max(1, length)));
        }
        // Whatever stands between may well end in good order what it did not get to its end.
        boolean noticed = frame == null || dice.nextBoolean();
        tell(Fault.WATCH_CUT, frame == null ? "between two objects" : "after " + length + " bytes of an object");
        stream.end(noticed ? new IOException("connection reset in the middle of a watch") : null);
    }

    private void gapOver() {
        try {
            weather.outages().forget(collection, revision.current());
        } catch (IOException e) {
            tell(Fault.WATCH_GAP, "nothing has expired, as the server is away: " + e.getMessage());
        }
        stream.end(new IOException("connection reset after a gap"));
    }

    /** The server has ended it. */
    private void over() {
        if (stopping()) {
            stream.end(null);
        }
    }

    /** The server goes away. A client that was not reached before hears nothing of it. */
    void fail(IOException reason) {
        if (stopping()) {
            stream.fail(reason);
            server.close();
        }
    }

    /** Whether it stops now, and has not before. */
    private boolean stopping() {
        lock.lock();
        try {
            if (stopped) {
                return false;
            }
            stopped = true;
        } finally {
            lock.unlock();
        }
        timer.cancel();
        weather.outages().closed(this);
        return true;
    }

    /** Nothing further happens to it, unless it has stopped. */
    void calm() {
        pace.calm();
        lock.lock();
        try {
            framesLeft = NEVER;
            bookmarks = true;
        } finally {
            lock.unlock();
        }
        timer.cancel();
        stream.hurry();
    }

    /** Nobody reads it any more. */
    private void closed() {
        gap.cancel();
        var _ = stopping();
        server.close();
    }

    private Duration upTo(Fault fault) {
        lock.lock();
        try {
            return Duration.ofNanos(
                    dice.nextLong(weather.faults().longest(fault).toNanos() + 1));
        } finally {
            lock.unlock();
        }
    }

    private void tell(Fault fault, String what) {
        weather.told().accept(name + fault + ", " + what);
    }
}
