package dev.escapement.simulation;

/**
 * A machine of the simulated world: threads that fall silent together. What a thread of it starts belongs to it, so a whole
 * operator crashes with the host that its first thread was started on, wherever its threads are just then.
 */
final class Host {
    private final String name;
    private final int number;
    private final Thread.Builder.OfVirtual threads;
    private final HostClock clock;
    private boolean up = true;

    Host(String name, int number, Scheduler scheduler, WorldTime time) {
        this.name = name;
        this.number = number;
        this.threads = scheduler.builder(this);
        this.clock = new HostClock(this, time);
    }

    String name() {
        return name;
    }

    int number() {
        return number;
    }

    /** The time as this host has it. */
    HostClock clock() {
        return clock;
    }

    boolean isUp() {
        return up;
    }

    /** Ends everything that runs on it, at once and for good: nothing more is done, not even a {@code finally}. */
    void crash() {
        up = false;
    }

    /** Starts a thread, unless it has crashed. */
    void start(Runnable task) {
        if (up) {
            threads.start(task);
        }
    }
}
