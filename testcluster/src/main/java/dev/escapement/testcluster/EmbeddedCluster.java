package dev.escapement.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.escapement.apiserver.ApiServer;
import dev.escapement.apiserver.ApiServerBuilder;

/** The embedded API server, in this JVM. */
final class EmbeddedCluster implements Cluster {
    private final Path folder;
    private ApiServer server;

    private EmbeddedCluster(Path folder) throws IOException {
        this.folder = folder;
        server = builder().start();
        server.writeKubeconfig(kubeconfig());
        server.writeUserKubeconfig(userKubeconfig());
    }

    private ApiServerBuilder builder() {
        // Nobody runs pods here; that Deployments get ready all the same lets operators be tested that wait for it.
        return ApiServer.builder().data(folder.resolve("data")).rollouts(true);
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
            server = builder().port(server.port()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void compact() {
        server.compact();
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
