package dev.escapement.bench;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/** What is on the heap, and what this thread has put there. */
final class Heap {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Heap() {}

    /** The bytes in use, without garbage. */
    @SuppressWarnings("SystemGc") // it is what is measured
    static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** The bytes that this thread has allocated since it started. */
    static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
