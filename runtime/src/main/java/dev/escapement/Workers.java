package dev.escapement;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.escapement.time.CountedLock;

/**
 * The virtual threads that do a controller's work, as many as they are told to be. The number may be changed at any time: more
 * begin at once; who is too many ends when it is idle, or has done what it has in hand.
 */
final class Workers {
    private final String name;
    private final Consumer<Worker> work;
    private final CountedLock lock = new CountedLock("workers");
    /** Those that count; guarded by the lock, as are the numbers. */
    private final LinkedHashSet<Worker> live = new LinkedHashSet<>();
    /** Those that are too many, and have not ended yet. */
    private final Set<Worker> leaving = new HashSet<>();

    private int wanted;
    private int named;
    private boolean started;
    private boolean stopped;

    /**
     * No workers yet.
     *
     * @param work what each does until {@link Worker#goesOn} says no
     */
    Workers(String name, int wanted, Consumer<Worker> work) {
        this.name = name;
        this.wanted = wanted;
        this.work = work;
    }

    /** One worker. */
    final class Worker {
        final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final CountedLock turn = new CountedLock("workers");
        private final Thread thread;
        private boolean idle;
        private volatile boolean retired;

        private Worker(int number) {
            thread = Thread.ofVirtual().name(name + "-" + number).unstarted(this::run);
        }

        private void run() {
            boolean orderly = false;
            try {
                work.accept(this);
                orderly = true;
            } finally {
                gone(this, orderly);
                ended.complete(null);
            }
        }

        /** Whether it is to look for more to do; from now on until {@link #busy} it is idle. */
        boolean goesOn() {
            turn.lock();
            try {
                idle = !retired;
                return idle;
            } finally {
                turn.unlock();
            }
        }

        /** It has something to do, and is not interrupted for being too many. */
        void busy() {
            turn.lock();
            try {
                idle = false;
                Thread.interrupted();
            } finally {
                turn.unlock();
            }
        }

        private void retire() {
            turn.lock();
            try {
                retired = true;
                if (idle) {
                    thread.interrupt();
                }
            } finally {
                turn.unlock();
            }
        }
    }

    void start() {
        lock.lock();
        try {
            started = true;
            fill();
        } finally {
            lock.unlock();
        }
    }

    /** How many there are to be. */
    void resize(int number) {
        lock.lock();
        try {
            wanted = number;
            if (started && !stopped) {
                fill();
            }
        } finally {
            lock.unlock();
        }
    }

    private void fill() {
        while (live.size() < wanted) {
            var worker = new Worker(named++);
            live.add(worker);
            worker.thread.start();
        }
        while (live.size() > wanted) {
            var last = live.removeLast();
            leaving.add(last);
            last.retire();
        }
    }

    /** A worker will not come back from what it does: another takes its place. */
    void replace(Worker lost) {
        lock.lock();
        try {
            leaving.remove(lost);
            if (live.remove(lost) && !stopped) {
                lost.retired = true;
                fill();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A worker has ended; one that did not mean to is replaced. */
    private void gone(Worker worker, boolean orderly) {
        lock.lock();
        try {
            leaving.remove(worker);
            if (live.remove(worker) && !orderly && !stopped) {
                fill();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many there are to be. */
    int wanted() {
        lock.lock();
        try {
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /** No more begin; done when those that count, or are too many, have ended. */
    CompletableFuture<Void> stop() {
        lock.lock();
        try {
            stopped = true;
            return CompletableFuture.allOf(
                    all().stream().map(worker -> worker.ended).toArray(CompletableFuture[]::new));
        } finally {
            lock.unlock();
        }
    }

    private List<Worker> all() {
        return Stream.concat(live.stream(), leaving.stream()).toList();
    }

    /** Interrupts all that {@link #stop} waits for. */
    void interrupt() {
        List<Worker> all;
        lock.lock();
        try {
            all = all();
        } finally {
            lock.unlock();
        }
        all.forEach(worker -> worker.thread.interrupt());
    }
}
