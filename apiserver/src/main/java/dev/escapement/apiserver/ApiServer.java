package dev.escapement.apiserver;

/** An API server in this JVM. */
public final class ApiServer implements AutoCloseable {
    @Override
    public void close() {}
}
