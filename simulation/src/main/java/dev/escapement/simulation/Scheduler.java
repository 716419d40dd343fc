package dev.escapement.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Runs virtual threads one at a time on the thread that asks for it; which one comes next is drawn from a seed. So what threads do
 * in which order is a function of the seed, as long as nothing from outside wakes one of them; when that happens, it is told.
 *
 * <p>Confined to the thread that made it, and to the virtual threads that it carries.
 */
final class Scheduler {
    private final VirtualThreads threads = VirtualThreads.open();
    private final Thread carrier = Thread.currentThread();
    private final RandomGenerator random;
    private final Trace trace;
    private final List<Ready> ready = new ArrayList<>();
    /** What was woken from outside, by any thread. */
    private final ConcurrentLinkedQueue<Ready> strays = new ConcurrentLinkedQueue<>();

    private volatile @Nullable Stray stray;

    /** A virtual thread that can go on. */
    private record Ready(Host host, Runnable continuation) {}

    /** Somebody outside woke a simulated thread. */
    static final class Stray extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Stray(Thread waker) {
            super("a simulated thread was woken by " + waker.getName()
                    + ", which the simulation does not own: a wait for a time other than context.clock().sleep (Thread.sleep,"
                    + " Future.get with a limit), real input or output, or a thread pool of its own makes runs differ");
            setStackTrace(waker.getStackTrace());
        }
    }

    Scheduler(RandomGenerator random, Trace trace) {
        this.random = random;
        this.trace = trace;
    }

    Thread.Builder.OfVirtual builder(Host host) {
        return threads.on(task -> add(new Ready(host, task)));
    }

    private void add(Ready next) {
        if (threads.carrier().equals(carrier)) {
            ready.add(next);
        } else if (next.host.isUp()) {
            stray = new Stray(Thread.currentThread());
            strays.add(next);
        }
    }

    /**
     * Lets one thread go on until it waits or ends; returns false if none can.
     *
     * @throws Stray if a thread was woken from outside, after which nothing can be relied on
     */
    boolean step() {
        var told = stray;
        if (told != null) {
            throw told;
        }
        while (!ready.isEmpty()) {
            int chosen = ready.size() == 1 ? 0 : random.nextInt(ready.size());
            int last = ready.size() - 1;
            var next = ready.get(chosen);
            ready.set(chosen, ready.get(last));
            ready.remove(last);
            if (next.host.isUp()) {
                trace.step(next.host.number(), last + 1, chosen);
                next.continuation.run();
                return true;
            }
        }
        return false;
    }
}
