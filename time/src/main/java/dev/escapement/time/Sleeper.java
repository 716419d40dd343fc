package dev.escapement.time;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The thread that makes it, which sleeps until it is woken, once. It does without the JDK's latches: with one, the stack of a
 * sleeping virtual thread takes half a kilobyte more.
 */
final class Sleeper implements Runnable, Consumer<Reason> {
    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    /** Wakes it. */
    @Override
    public void run() {
        woken = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void accept(Reason why) {
        run();
    }

    boolean isWoken() {
        return woken;
    }
}
