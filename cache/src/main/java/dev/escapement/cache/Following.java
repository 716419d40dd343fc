package dev.escapement.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.escapement.client.ApiClient;
import dev.escapement.client.WatchEvent;
import dev.escapement.client.WatchListener;
import dev.escapement.time.Clock;
import dev.escapement.time.CountedLock;
import org.jspecify.annotations.Nullable;

/**
 * One watch from its request to its end, which also comes when nothing is heard of it for too long.
 *
 * <p>Frames are handled on the transport's thread; the time for which a handler keeps it is not taken for silence. After {@link
 * #stop} no handler runs any more.
 */
final class Following implements WatchListener {
    /** How a watch ended that did not fail. */
    enum End {
        /** By the server, or because its time was over. */
        OVER,
        /** Nothing came for so long that the connection is given up. */
        SILENT
    }

    /** After which time without a frame the connection is looked at: as client-go, which sends a ping after 30 s, but sooner. */
    static final Duration QUIET = Duration.ofSeconds(15);
    /** How often it is looked at while no frame comes. */
    static final Duration LOOK = Duration.ofSeconds(5);
    /** A watch that has been open for so long is a success. */
    static final Duration LASTING = Duration.ofSeconds(1);

    private final Clock clock;
    private final ApiClient client;
    private final long started;
    private final long connections;
    private final Clock.Timer look;
    private final Clock.Timer lasting;
    private final CompletableFuture<End> ended = new CompletableFuture<>();
    private final CountedLock turn = new CountedLock("watch");
    private final AtomicReference<@Nullable Supplier<CompletableFuture<Void>>> question = new AtomicReference<>();
    private volatile Consumer<WatchEvent> handler = _ -> {};
    private volatile long silence;
    private volatile long heard;
    private volatile boolean opened;
    private volatile boolean stopped;

    /**
     * A watch that is about to be requested.
     *
     * @param silence after which time without a frame it is given up
     * @param lasted told when it has been open for {@link #LASTING}, and for how long that is
     */
    Following(Clock clock, ApiClient client, Duration silence, Consumer<Duration> lasted) {
        this.clock = clock;
        this.client = client;
        this.silence = silence.toNanos();
        this.started = clock.nanos();
        this.heard = started;
        this.connections = client.connections().number();
        this.look = clock.timer(this::look);
        this.lasting = clock.timer(() -> lasted.accept(LASTING));
        lookIn(shorter(QUIET, silence));
    }

    /** Sets who handles its frames; before it is requested. */
    Following handling(Consumer<WatchEvent> value) {
        handler = value;
        return this;
    }

    /**
     * Sets what is asked once when nothing comes for a while; before it is requested. A server of which the position is ahead
     * sends nothing until it has come that far, so if the answer says so, the watch ends with it.
     */
    void asking(Supplier<CompletableFuture<Void>> value) {
        question.set(value);
    }

    /** Changes after which time without a frame it is given up. */
    void silence(Duration value) {
        silence = value.toNanos();
    }

    /**
     * Waits for the end.
     *
     * @throws RuntimeException what the watch, or a handler, failed with
     */
    End await() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Lets no further frame be handled, and waits until one that is being handled is done with. */
    void stop() throws InterruptedException {
        stopped = true;
        look.cancel();
        lasting.cancel();
        turn.lockInterruptibly();
        turn.unlock();
    }

    /** Whether it was open for {@link #LASTING}. */
    boolean hasLasted() {
        return opened && age().compareTo(LASTING) >= 0;
    }

    /** Whether the server has accepted it. */
    boolean isOpened() {
        return opened;
    }

    /** How long ago it was requested. */
    Duration age() {
        return Duration.ofNanos(clock.nanos() - started);
    }

    @Override
    public void opened() {
        opened = true;
        heard = clock.nanos();
        if (!stopped) {
            lasting.at(Clock.after(heard, LASTING));
        }
    }

    @Override
    public void event(WatchEvent event) {
        turn.lock();
        try {
            if (!stopped) {
                handler.accept(event);
                heard = clock.nanos();
            }
        } catch (RuntimeException | Error e) {
            // Not left to the transport, which would forget it.
            stopped = true;
            ended.completeExceptionally(e);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void ended(@Nullable RuntimeException failure) {
        if (failure == null) {
            ended.complete(End.OVER);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    private void look() {
        if (stopped || ended.isDone()) {
            return;
        }
        if (turn.isLocked()) {
            lookIn(LOOK); // somebody takes time to handle a frame
            return;
        }
        long quiet = clock.nanos() - heard;
        if (quiet >= silence) {
            ended.complete(End.SILENT);
            return;
        }
        if (quiet >= QUIET.toNanos()) {
            var _ = client.connections().check(clock, connections).whenComplete((_, dead) -> {
                if (dead != null) {
                    ended.completeExceptionally(dead);
                }
            });
            ask();
        }
        lookIn(quiet < QUIET.toNanos() ? QUIET.minusNanos(quiet) : shorter(LOOK, Duration.ofNanos(silence - quiet)));
    }

    private void ask() {
        var asked = question.getAndSet(null);
        if (asked != null) {
            var _ = asked.get().whenComplete((_, failure) -> {
                var cause = failure instanceof CompletionException ? failure.getCause() : failure;
                if (cause != null && Reconnect.isAhead(cause)) {
                    ended.completeExceptionally(cause);
                }
            });
        }
    }

    private void lookIn(Duration delay) {
        look.at(Clock.after(clock.nanos(), delay));
        if (stopped) {
            look.cancel();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
