package dev.escapement.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

import dev.escapement.apiserver.ApiServer;
import org.jspecify.annotations.Nullable;

/**
 * An API server in this process and the kubeconfig that leads to it.
 *
 * @param server the server
 * @param kubeconfig where the kubeconfig lies
 */
record EmbeddedServer(ApiServer server, Path kubeconfig) implements AutoCloseable {
    private static final int LAST_PORT = 65535;

    /**
     * Starts one.
     *
     * @param port 0 for any that is free
     * @param data where it keeps its objects and the kubeconfig; if null, nowhere, and the kubeconfig goes with the process
     * @throws Failure if the port is taken, or the folder cannot be written
     */
    static EmbeddedServer start(int port, @Nullable Path data) {
        if (port < 0 || port > LAST_PORT) {
            throw new Failure(2, "there is no port " + port + ": name one from 1 to " + LAST_PORT);
        }
        var builder = ApiServer.builder().port(port).rollouts(true);
        try {
            Path folder;
            if (data == null) {
                folder = Files.createTempDirectory("esc-");
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(folder)));
            } else {
                folder = Files.createDirectories(data);
                builder.data(folder);
            }
            var server = builder.start();
            var kubeconfig = folder.resolve("kubeconfig").toAbsolutePath();
            server.writeKubeconfig(kubeconfig);
            return new EmbeddedServer(server, kubeconfig);
        } catch (BindException e) {
            throw new Failure(
                    1,
                    "port " + port + " cannot be used: another process listens on it. Name another, or"
                            + " leave out --port for one that is free");
        } catch (IOException e) {
            throw new Failure(
                    1, "the API server cannot start" + (data == null ? "" : " on the data in " + data) + ": " + e);
        }
    }

    URI uri() {
        return server.uri();
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it; what it has been told to keep is on the disk then. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
