package dev.escapement.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real control plane, by the script {@code testcluster/testcluster}. */
final class RealCluster implements Cluster {
    private final Path script;
    private final Path folder;
    private final Map<String, String> settings;
    private final Thread atExit = Thread.ofPlatform().unstarted(this::stop);

    private RealCluster(Path script, Path folder, Map<String, String> settings) {
        this.script = script;
        this.folder = folder;
        this.settings = settings;
    }

    /** Whether it can be had here; if not, says in a line what is left out. */
    static boolean isPossible() {
        boolean hasGo = Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
        if (!hasGo) {
            System.err.println(
                    "The tests on a real control plane are left out: they need Go (https://go.dev/dl) to build it.");
        }
        return hasGo;
    }

    static Cluster start() {
        return start(Map.of());
    }

    /** Starts one with environment variables that the script heeds. */
    static Cluster start(Map<String, String> settings) {
        try {
            var script = script();
            var folder = Files.createTempDirectory("testcluster-");
            var cluster = new RealCluster(script, folder, settings);
            Runtime.getRuntime().addShutdownHook(cluster.atExit);
            cluster.command("start");
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script that builds and starts it. */
    static Path script() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var script = folder.resolve("testcluster/testcluster");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new IllegalStateException(
                "there is no testcluster/testcluster above " + Path.of("").toAbsolutePath());
    }

    @Override
    public String name() {
        return "real";
    }

    @Override
    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    @Override
    public Path userKubeconfig() {
        return folder.resolve("kubeconfig-user");
    }

    @Override
    public void kill() {
        command("kill");
    }

    @Override
    public void resume() {
        command("resume");
    }

    @Override
    public void compact() {
        var header = Pattern.compile("\"revision\":\\s*\"(\\d+)\"").matcher(etcd("range", "{\"key\":\"AA==\"}"));
        if (!header.find()) {
            throw new IllegalStateException("etcd did not say its revision");
        }
        etcd("compaction", "{\"revision\":\"%s\",\"physical\":true}".formatted(header.group(1)));
    }

    /** A call of etcd's JSON gateway. */
    private String etcd(String call, String body) {
        try (var http = HttpClient.newHttpClient()) {
            var port = Files.readString(folder.resolve("etcd.port")).strip();
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/kv/" + call))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("etcd refused " + call + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for etcd", e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        command("stop");
    }

    private void command(String command) {
        try {
            var output = Files.createTempFile("testcluster-", ".out");
            // Into a file: the control plane's processes would keep a pipe open.
            var builder = new ProcessBuilder(script.toString(), command, folder.toString())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(settings);
            var process = builder.start();
            int status = process.waitFor();
            var said = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (status != 0) {
                throw new IllegalStateException("testcluster " + command + " ended with " + status + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for testcluster " + command, e);
        }
    }
}
