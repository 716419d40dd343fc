package dev.escapement.console;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/** What the process uses of its machine, under the names that Prometheus' own clients have for it. */
final class ProcessMetrics {
    private ProcessMetrics() {}

    static String current() {
        var text = new Exposition("");
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            text.head("process_cpu_seconds_total", "counter", "Processor time that the process has used.");
            text.ofProcess("process_cpu_seconds_total", "", system.getProcessCpuTime() / 1e9);
        }
        text.head("process_start_time_seconds", "gauge", "When the process began, in seconds since 1970.");
        text.ofProcess(
                "process_start_time_seconds",
                "",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        var memory = ManagementFactory.getMemoryMXBean();
        var heap = memory.getHeapMemoryUsage();
        text.head("jvm_memory_used_bytes", "gauge", "Memory in use; garbage included.");
        text.ofProcess("jvm_memory_used_bytes", "area=\"heap\"", heap.getUsed());
        text.ofProcess(
                "jvm_memory_used_bytes",
                "area=\"nonheap\"",
                memory.getNonHeapMemoryUsage().getUsed());
        text.head("jvm_memory_max_bytes", "gauge", "How large the heap may grow.");
        text.ofProcess("jvm_memory_max_bytes", "area=\"heap\"", heap.getMax());
        return text.toString();
    }
}
