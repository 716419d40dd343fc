package dev.escapement.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.escapement.time.Clock;

/**
 * Lets the JVM record which classes a start needs (JEP 514), by starting the operator on an embedded API server until it is ready. A
 * start is a second shorter then.
 */
final class Training {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final long WRITING_SECONDS = 180;

    private Training() {}

    /** Makes a cache; if it is not what a start needs, says why: all works but the start takes longer then. */
    static Optional<String> train(ImageLayout layout, Application application)
            throws IOException, InterruptedException {
        var log = Files.createTempFile("esc-", ".log");
        try (var server = EmbeddedServer.start(0, null)) {
            int port = freePort();
            var words = layout.command(
                    application, List.of("-XX:AOTCacheOutput=" + layout.cache(), "-Xlog:aot=off", "-Xlog:cds=off"));
            words.addAll(
                    List.of("--kubeconfig", server.kubeconfig().toString(), "--crds", "--health=127.0.0.1:" + port));
            var program =
                    new ProcessBuilder(words).redirectOutput(Redirect.DISCARD).redirectError(log.toFile());
            program.environment().remove("JAVA_TOOL_OPTIONS");
            var process = program.start();
            try {
                awaitReady(process, port);
                if (!process.isAlive()) {
                    return Optional.of("on an empty cluster, the operator ended with status " + process.exitValue()
                            + lastWords(log));
                }
                process.destroy(); // SIGTERM: it stops in order, and the JVM writes what it has seen
                process.waitFor(WRITING_SECONDS, TimeUnit.SECONDS);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(log);
        }
        return Files.exists(layout.cache()) ? Optional.empty() : Optional.of("the JVM has not written one");
    }

    private static String lastWords(Path log) throws IOException {
        return Files.readString(log)
                .lines()
                .filter(line ->
                        !line.isBlank() && !line.startsWith("Picked up JAVA_")) // of the JVM that writes the cache
                .reduce("", (_, last) -> "; it said: " + last);
    }

    private static void awaitReady(Process process, int port) throws InterruptedException {
        var clock = Clock.system();
        long deadline = clock.nanos() + PATIENCE.toNanos();
        while (process.isAlive() && clock.nanos() < deadline && !isReady(port)) {
            clock.sleep(PAUSE);
        }
    }

    private static boolean isReady(int port) {
        try {
            var connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/readyz").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(1000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
