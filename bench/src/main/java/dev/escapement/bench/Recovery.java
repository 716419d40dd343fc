package dev.escapement.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;

/**
 * How soon operators reconcile a change once their API server, which was killed, is ready again. The arguments are the testcluster's
 * script, its folder, outages in seconds with commas between them, and programs that understand {@code SCENARIO=latency TRACE=1}. They
 * live through the same outages, side by side. It prints JSON, one object a line.
 */
public final class Recovery {
    private static final Kind WIDGETS = Kind.of(Widget.class);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Clock clock = Clock.system();
    private final ApiClient client = ApiClient.of(Config.autoConfigure(null));
    private final String testcluster;
    private final String folder;
    private int changes;

    private Recovery(String testcluster, String folder) {
        this.testcluster = testcluster;
        this.folder = folder;
    }

    /** Measures. */
    public static void main(String[] args) throws Exception {
        var recovery = new Recovery(args[0], args[1]);
        var programs = new ArrayList<Program>();
        try {
            for (var path : List.of(args).subList(3, args.length)) {
                programs.add(new Program(path, recovery.clock));
            }
            for (var outage : args[2].split(",", -1)) {
                recovery.measure(Integer.parseInt(outage), programs);
            }
        } finally {
            programs.forEach(Program::end);
        }
        System.exit(0);
    }

    /** An operator in a process of its own, and when it saw which change. */
    private static final class Program {
        final String name;
        private final Clock clock;
        private final Process process;
        private final Map<Long, Long> seen = new ConcurrentHashMap<>();
        private volatile boolean ready;

        Program(String path, Clock clock) throws IOException {
            this.clock = clock;
            var file = new File(path);
            name = file.getAbsoluteFile().getParentFile().getName() + "/" + file.getName();
            var builder = new ProcessBuilder(path).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(Map.of("SCENARIO", "latency", "TRACE", "1"));
            process = builder.start();
            var out = process.inputReader(StandardCharsets.UTF_8);
            Thread.ofPlatform().daemon().start(() -> read(out));
        }

        private void read(BufferedReader out) {
            try {
                for (var line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.contains("\"sent\"")) {
                        seen.put(number(line, "sent"), clock.nanos());
                    }
                    ready |= line.contains("\"ready_ms\"");
                }
            } catch (IOException e) {
                // it has ended
            }
        }

        private static long number(String line, String field) {
            return Long.parseLong(line.replaceAll(".*\"" + field + "\": ?(\\d+).*", "$1"));
        }

        void end() {
            process.destroy();
        }
    }

    private void measure(int outage, List<Program> programs) throws Exception {
        for (var program : programs) {
            await(program.name + " to be ready", () -> program.ready);
        }
        // each is at work before it is put to the test
        for (int i = 0; i < 5; i++) {
            long sent = change();
            for (var program : programs) {
                await(program.name + " to see a change", () -> program.seen.containsKey(sent));
            }
        }
        script("kill");
        long killed = clock.nanos();
        clock.sleep(Duration.ofSeconds(outage));
        script("resume");
        await("the API server", this::isReady);
        long ready = clock.nanos();
        long sent = change();
        for (var program : programs) {
            await(program.name + " to see the change after the outage", () -> program.seen.containsKey(sent));
            var figures = new Figures()
                    .with("outage_s", outage)
                    .with("away_ms", (ready - killed) / 1e6)
                    .with("after_ready_ms", (program.seen.getOrDefault(sent, ready) - ready) / 1e6);
            System.out.println(figures.json("recovery", program.name));
        }
    }

    private void script(String command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(testcluster, command, folder)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (command.equals("kill") && process.waitFor() != 0) {
            throw new IllegalStateException("testcluster " + command + " failed");
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            client.send(ApiRequest.of("GET", "/readyz"));
            return true;
        } catch (ApiException | UnreachableException e) {
            return false;
        }
    }

    private long change() throws InterruptedException {
        var now = clock.now();
        long sent = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        int number = changes++ % 1000;
        client.send(ApiRequest.of(
                        "PATCH", WIDGETS.path(new ObjectKey("bench-" + number % 10, "w-%05d".formatted(number))))
                .body(
                        "application/merge-patch+json",
                        "{\"spec\":{\"sentAt\":%d}}".formatted(sent).getBytes(StandardCharsets.UTF_8)));
        return sent;
    }

    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private void await(String what, Condition condition) throws InterruptedException {
        long end = Clock.after(clock.nanos(), PATIENCE);
        while (!condition.holds()) {
            if (clock.nanos() > end) {
                throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
            }
            clock.sleep(LOOK);
        }
    }
}
