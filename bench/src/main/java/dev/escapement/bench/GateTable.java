package dev.escapement.bench;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import dev.escapement.client.GateLimits;
import io.fabric8.kubernetes.client.Config;

/**
 * Compares an adaptive gate with pinned ones on an API server with few seats; {@code bench/gate} starts it.
 *
 * <p>Arguments: the kubeconfig of an administrator, that of the user whose requests are measured, how many runs, how many seconds
 * to warm up, and how many to measure.
 */
final class GateTable {
    private static final int READERS = 48;
    private static final int WRITERS = 16;

    private GateTable() {}

    public static void main(String[] args) throws InterruptedException {
        var admin = Config.fromKubeconfig(new File(args[0]));
        var user = Config.fromKubeconfig(new File(args[1]));
        int runs = Integer.parseInt(args[2]);
        GateLoad.prepare(admin, "user");
        var subjects = GateLoad.subjects();
        var figures = new ArrayList<List<GateLoad.Figures>>();
        subjects.forEach(_ -> figures.add(new ArrayList<>()));
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < subjects.size(); i++) {
                try (var load = new GateLoad(user, subjects.get(i))) {
                    var measured = load.run(READERS, WRITERS, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
                    figures.get(i).add(measured);
                    System.err.printf(
                            "run %d, %s: %.0f reads/s, %.0f writes/s, %.3f %% refused, %d failed, limits %d and %d%n",
                            run + 1,
                            name(subjects.get(i)),
                            measured.reads(),
                            measured.writes(),
                            100 * measured.refused(),
                            measured.failed(),
                            measured.state().reads().limit(),
                            measured.state().writes().limit());
                }
            }
        }
        System.out.println("limits (reads, writes) | reads/s | writes/s | 429 | failed");
        System.out.println("---|---|---|---|---");
        for (int i = 0; i < subjects.size(); i++) {
            var all = figures.get(i);
            System.out.printf(
                    "%s | %.0f | %.0f | %.3f %% | %d%n",
                    name(subjects.get(i)),
                    median(all.stream().map(GateLoad.Figures::reads).toList()),
                    median(all.stream().map(GateLoad.Figures::writes).toList()),
                    100 * median(all.stream().map(GateLoad.Figures::refused).toList()),
                    all.stream().mapToLong(GateLoad.Figures::failed).sum());
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String name(GateLimits limits) {
        if (limits.equals(GateLimits.adaptive())) {
            return "adaptive";
        }
        return limits.equals(GateLimits.open())
                ? "none"
                : limits.reads().max() + ", " + limits.writes().max();
    }
}
