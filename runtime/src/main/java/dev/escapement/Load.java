package dev.escapement;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/** How much of the machine this process uses. */
interface Load {
    /** The share of all processors, from 0 to 1. */
    double cpu();

    /** The share of the heap that it may grow to, from 0 to 1; garbage included. */
    double heap();

    /** How large the heap may grow, in bytes. */
    long heapLimit();

    /** This process's. */
    static Load ofProcess() {
        return new Load() {
            @Override
            public double cpu() {
                // Management is loaded when it is asked for first, which is not at the start.
                return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
                        ? Math.max(0, os.getProcessCpuLoad())
                        : 0;
            }

            @Override
            public double heap() {
                var runtime = Runtime.getRuntime();
                return (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
            }

            @Override
            public long heapLimit() {
                return Runtime.getRuntime().maxMemory();
            }
        };
    }
}
