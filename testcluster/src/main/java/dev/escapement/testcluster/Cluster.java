package dev.escapement.testcluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An API server that tests use. */
public interface Cluster extends AutoCloseable {
    /**
     * Starts a real control plane of the caller's own, without controllers.
     *
     * @param apiServerFlags flags for its API server besides those of the script {@code testcluster/testcluster}
     */
    static Cluster real(String apiServerFlags) {
        return RealCluster.start(Map.of("APISERVER_FLAGS", apiServerFlags, "CONTROLLERS", "0"));
    }

    /**
     * Starts a real control plane of the caller's own, with some controllers.
     *
     * @param controllers their names, as kube-controller-manager has them
     */
    static Cluster realWith(List<String> controllers) {
        return RealCluster.start(Map.of("CONTROLLERS", String.join(",", controllers)));
    }

    /** Whether tests are to use a real control plane, and it can be had; if not, a line says so. */
    static boolean isRealWanted() {
        var wanted = System.getProperty("escapement.cluster", "both");
        return wanted.equals("real") || (wanted.equals("both") && RealCluster.isPossible());
    }

    /** What it is: {@code embedded} or {@code real}. */
    String name();

    /** The kubeconfig of somebody who may do everything. */
    Path kubeconfig();

    /** The kubeconfig of somebody who may do nothing but discovery. */
    Path userKubeconfig();

    /** Kills the API server as {@code kill -9} would; what it had stored is kept. */
    void kill();

    /** Starts a killed API server again, at the same address; returns when it is ready. */
    void resume();

    /** Has the storage forget all past changes, so that whoever is behind gets 410; a real API server remembers some until it is killed. */
    void compact();

    @Override
    void close();
}
