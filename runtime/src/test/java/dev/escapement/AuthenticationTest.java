package dev.escapement;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiRequest;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Credentials that come from elsewhere, and change while a client lives. */
@OnEachCluster
class AuthenticationTest {
    @TempDir
    Path folder;

    @Test
    void anExecPluginIsAskedAgainWhenItsTokenIsRefused(Cluster cluster) throws Exception {
        var valid = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        var token = write("token", "expired");
        var plugin = write("plugin", """
                #!/bin/sh
                printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%%s"}}' "$(cat %s)"
                """.formatted(token));
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
        var kubeconfig = write("kubeconfig", """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: %s, interactiveMode: Never}}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                current-context: c
                """.formatted(valid.getMasterUrl(), authority(valid), plugin));
        try (var client = ApiClient.of(Connection.resolve(kubeconfig.toString(), null))) {
            write("token", valid.getAutoOAuthToken());
            assertThat(text(client.send(ApiRequest.of("GET", "/version")))).contains("gitVersion");
        }
    }

    @Test
    void theTokenOfAServiceAccountIsReadAgainWhenItWasRotated(Cluster cluster) throws Exception {
        var valid = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        var token = write("token", "expired");
        var server = URI.create(valid.getMasterUrl());
        var properties = Map.of(
                "KUBERNETES_SERVICE_HOST", server.getHost(),
                "KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()),
                "kubernetes.auth.serviceAccount.token", token.toString(),
                "kubernetes.certs.ca.file", authority(valid).toString(),
                "kubernetes.auth.tryKubeConfig", "false");
        properties.forEach(System::setProperty);
        try (var client = ApiClient.of(Config.autoConfigure(null))) {
            write("token", valid.getAutoOAuthToken());
            assertThat(text(client.send(ApiRequest.of("GET", "/version")))).contains("gitVersion");
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    private Path authority(Config config) throws IOException {
        if (config.getCaCertFile() != null) {
            return Path.of(config.getCaCertFile());
        }
        var data = Base64.getMimeDecoder().decode(config.getCaCertData());
        return Files.write(folder.resolve("ca.crt"), data);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
