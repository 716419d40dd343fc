package dev.escapement.time;

import java.util.concurrent.locks.LockSupport;

/**
 * The thread that makes it, which sleeps until it is woken, once. It does without the JDK's latches: with one, the stack of a
 * sleeping virtual thread takes half a kilobyte more.
 */
final class Sleeper extends StopListener implements Runnable {
    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    Sleeper(Stop stop) {
        super(stop);
    }

    void sleep() throws InterruptedException {
        while (!woken) {
            LockSupport.park();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    void hear(Reason why) {
        run();
    }

    /** Wakes it. */
    @Override
    public void run() {
        woken = true;
        LockSupport.unpark(thread);
    }
}
