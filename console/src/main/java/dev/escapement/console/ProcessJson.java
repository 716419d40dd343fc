package dev.escapement.console;

import java.lang.management.ManagementFactory;
import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.Operator;

/** What the process uses, and what the operator's caches hold: {@code /api/v1/caches} and parts of others. */
final class ProcessJson {
    private ProcessJson() {}

    static ObjectNode process() {
        var runtime = Runtime.getRuntime();
        var beans = ManagementFactory.getRuntimeMXBean();
        var node = Words.object()
                .put("pid", beans.getPid())
                .put("started", Words.time(Instant.ofEpochMilli(beans.getStartTime())))
                .put("java", Runtime.version().toString())
                .put("processors", runtime.availableProcessors())
                .put("heapUsed", rounded(runtime.totalMemory() - runtime.freeMemory()))
                .put("heapCommitted", runtime.totalMemory())
                .put("heapMax", runtime.maxMemory())
                .put(
                        "nonHeapUsed",
                        rounded(ManagementFactory.getMemoryMXBean()
                                .getNonHeapMemoryUsage()
                                .getUsed()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            node.put("cpuMs", Math.round(system.getProcessCpuTime() / 1e7) * 10);
        }
        return node;
    }

    /** To 64 KiB: what differs by less is no news. */
    private static long rounded(long bytes) {
        return (bytes + 0x8000) >> 16 << 16;
    }

    static ObjectNode caches(Operator operator) {
        var root = Words.object();
        var items = root.putArray("items");
        operator.caches()
                .forEach(cache -> items.addObject()
                        .put("resource", cache.resource())
                        .put("selection", cache.selection())
                        .put("objects", cache.objects())
                        .put("bytes", cache.bytes()));
        root.set("process", process());
        return root;
    }
}
