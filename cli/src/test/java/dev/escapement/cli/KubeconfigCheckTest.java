package dev.escapement.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class KubeconfigCheckTest {
    @TempDir
    private Path folder;

    private Finding finding(String cluster) throws Exception {
        var file = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: one, user: me}}]
                clusters: [{name: one, cluster: {server: "https://127.0.0.1:1"%s}}]
                users: [{name: me, user: {token: secret}}]
                """.formatted(cluster));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return KubeconfigCheck.of(Config.fromKubeconfig(file.toFile()));
    }

    @Test
    void whoTrustsAnyServerIsWarned() throws Exception {
        assertThat(finding("").status()).isEqualTo(Finding.Status.ok);

        var careless = finding(", insecure-skip-tls-verify: true");

        assertThat(careless.status()).isEqualTo(Finding.Status.warn);
        assertThat(careless.found()).contains("context here", "the server's certificate is not checked");
        assertThat(careless.remedy()).contains("insecure-skip-tls-verify");
    }
}
