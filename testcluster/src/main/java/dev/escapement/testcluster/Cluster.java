package dev.escapement.testcluster;

import java.nio.file.Path;

/** An API server that tests use. */
public interface Cluster extends AutoCloseable {
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
