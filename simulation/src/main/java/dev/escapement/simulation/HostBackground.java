package dev.escapement.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.escapement.apiserver.Background;

/** The background work of an API server on a simulated host. Confined to simulated threads, of which one runs at a time. */
final class HostBackground implements Background {
    private final Host host;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    HostBackground(Host host) {
        this.host = host;
    }

    @Override
    public void run(Runnable task) {
        if (closed) {
            return;
        }
        tasks.add(task);
        if (!running) {
            running = true;
            host.start(this::work);
        }
    }

    private void work() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        running = false;
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        var timer = host.clock().schedule(delay, () -> run(task));
        return timer::cancel;
    }

    @Override
    public void close() {
        closed = true;
        tasks.clear();
    }
}
