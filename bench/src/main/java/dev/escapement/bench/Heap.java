package dev.escapement.bench;

import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

import com.sun.management.ThreadMXBean;

/** What is on the heap, and what this thread has put there. */
final class Heap {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private Heap() {}

    /** Collects the garbage. */
    @SuppressWarnings("SystemGc") // so that it happens now and not in the midst of a measure
    static void collect() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
    }

    /**
     * The bytes of all objects that are reachable.
     *
     * <p>By the class histogram, since the memory that a collector calls used contains what it cannot use: G1 counts whole
     * regions of some MiB for each large array, a dozen bytes for each of a million timers.
     */
    static long live() {
        collect();
        try {
            var histogram = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            var total = TOTAL.matcher((String) histogram);
            if (!total.find()) {
                throw new IllegalStateException("no total in the class histogram: " + histogram);
            }
            return Long.parseLong(total.group(1));
        } catch (JMException e) {
            throw new IllegalStateException("the JVM gives no class histogram", e);
        }
    }

    /** The bytes that this thread has allocated since it started. */
    static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
