package dev.escapement.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;

import dev.escapement.OperatorBuilder;
import dev.escapement.apiserver.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;

/**
 * An API server in this JVM, without a socket, and what an operator needs to work on it.
 *
 * <pre>{@code
 * try (var sandbox = Sandbox.start();
 *         var operator = sandbox.on(Operator.named("websites").controller(websites)).start()) {
 *     sandbox.client().resource(website).create();
 * }
 * }</pre>
 */
public final class Sandbox implements AutoCloseable {
    private final ApiServer server;
    private final HttpClient.Factory transport;
    private final KubernetesClient client;

    private Sandbox(ApiServer server) {
        this.server = server;
        this.transport = new InProcessTransport(server::handle);
        this.client = new KubernetesClientBuilder()
                .withConfig(config())
                .withHttpClientFactory(transport)
                .build();
    }

    /** A server with nothing in it but its own namespaces. Deployments get ready by themselves, as no pods run. */
    public static Sandbox start() {
        try {
            return new Sandbox(ApiServer.builder().rollouts(true).startInProcess());
        } catch (IOException e) {
            throw new UncheckedIOException("a server without port and folder has nothing to fail on", e);
        }
    }

    /** Lets an operator work on this server; returns the same builder. */
    public OperatorBuilder on(OperatorBuilder operator) {
        return operator.config(config()).transport(transport);
    }

    /** Somebody with a client who may do everything. */
    public KubernetesClient client() {
        return client;
    }

    private static Config config() {
        var config = Config.empty();
        config.setMasterUrl("http://in-process/");
        config.setNamespace("default");
        return config;
    }

    @Override
    public void close() {
        client.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
