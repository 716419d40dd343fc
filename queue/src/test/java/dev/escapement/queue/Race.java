package dev.escapement.queue;

import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** Parts that threads run at the same time, as near to each other as can be had. */
final class Race {
    /** What a thread does. */
    interface Part {
        void run() throws Exception;
    }

    /** Which threads run it. */
    enum Kind {
        PLATFORM,
        VIRTUAL;

        Thread start(Runnable action) {
            return (this == PLATFORM ? Thread.ofPlatform() : Thread.ofVirtual()).start(action);
        }

        /** Whether it is parked, so that what comes next finds it there. */
        static void awaitParked(Thread thread) {
            while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
                Thread.onSpinWait();
            }
        }
    }

    private Race() {}

    /** Runs each part on a thread of its own and waits for all; what one of them throws is thrown. */
    static void run(Kind kind, Part... parts) throws InterruptedException {
        var barrier = new CyclicBarrier(parts.length);
        var failure = new AtomicReference<@Nullable Throwable>();
        var threads = new ArrayList<Thread>();
        for (var part : parts) {
            threads.add(kind.start(() -> {
                try {
                    barrier.await();
                    part.run();
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError("a part failed", failure.get());
        }
    }
}
