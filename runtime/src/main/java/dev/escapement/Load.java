package dev.escapement;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import dev.escapement.time.Clock;

/** How much of the machine this process uses. */
interface Load {
    /** A machine that does nothing else, with a heap of 1 GiB. */
    Load NONE = new Load() {
        @Override
        public double cpu() {
            return 0;
        }

        @Override
        public double heap() {
            return 0;
        }

        @Override
        public long heapLimit() {
            return 1L << 30;
        }
    };

    /** The share of all processors, from 0 to 1. */
    double cpu();

    /** The share of the heap that it may grow to, from 0 to 1; garbage included. */
    double heap();

    /** How large the heap may grow, in bytes. */
    long heapLimit();

    /** What counts for those who live by a clock: on any other than the machine's, the machine has no say. */
    static Load on(Clock clock) {
        return clock.equals(Clock.system()) ? ofProcess() : NONE;
    }

    /** This process's. */
    private static Load ofProcess() {
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
