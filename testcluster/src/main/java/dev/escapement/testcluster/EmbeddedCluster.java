package dev.escapement.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.escapement.apiserver.ApiServer;

/** The embedded API server, in this JVM. */
final class EmbeddedCluster implements Cluster {
    private final Path folder;
    private ApiServer server;

    private EmbeddedCluster(Path folder) throws IOException {
        this.folder = folder;
        server = ApiServer.builder().data(folder.resolve("data")).start();
        server.writeKubeconfig(kubeconfig());
        server.writeUserKubeconfig(userKubeconfig());
    }

    static Cluster start() {
        try {
            return new EmbeddedCluster(Files.createTempDirectory("embedded-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "embedded";
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
        close(); // what is stored is in a log that a kill could cut no shorter
    }

    @Override
    public void resume() {
        try {
            server = ApiServer.builder()
                    .port(server.port())
                    .data(folder.resolve("data"))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
