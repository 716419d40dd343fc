package dev.escapement.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A client certificate that is replaced in its file while an informer lives, and runs out, on a real kube-apiserver. */
@Timeout(180)
class ClientCertificateTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    @Test
    void theOldOneRunsOutAndTheNewOneIsRead() throws Exception {
        assumeTrue(Cluster.isRealWanted());
        keytool("ca", "-genkeypair", "-dname", "CN=authority", "-keyalg", "RSA", "-ext", "bc:c");
        keytool("ca", "-exportcert", "-rfc", "-file", file("ca.crt"));
        try (var cluster = Cluster.real("--client-ca-file=" + file("ca.crt"))) {
            var ends = issue("old", "-1d+25S");
            use("old");
            var kubeconfig = kubeconfig(cluster, "client");
            var watched = new Watched(cluster, Scripted.MAPS, kubeconfig, Clock.system()).start();
            try {
                watched.create("a", "1");
                watched.awaitEqual();
                issue("new", "-1H");
                use("new");
                Await.until("the old one has run out", () -> Instant.now().isAfter(ends.plusSeconds(1)));
                assertThatThrownBy(() -> read(kubeconfig(cluster, "old")))
                        .isInstanceOfSatisfying(
                                ApiException.class, e -> assertThat(e.code()).isEqualTo(401));
                watched.apply("a", "2");
                watched.cable.cut();
                watched.apply("a", "3");
                watched.create("b", "1");
                watched.awaitEqual();
            } finally {
                watched.end();
            }
        }
    }

    private static void read(Path kubeconfig) throws InterruptedException {
        try (var client = ApiClient.of(Config.fromKubeconfig(kubeconfig.toFile()))) {
            client.send(ApiRequest.of("GET", "/api/v1/namespaces"));
        }
    }

    /** Makes a key and a certificate for somebody who may do everything; returns when it runs out, a day after its start. */
    private Instant issue(String name, String start) throws Exception {
        keytool(name, "-genkeypair", "-dname", "CN=tester, O=system:masters", "-keyalg", "RSA");
        keytool(name, "-certreq", "-file", file(name + ".csr"));
        keytool(
                "ca",
                "-gencert",
                "-rfc",
                "-startdate",
                start,
                "-validity",
                "1",
                "-ext",
                "eku=clientAuth",
                "-infile",
                file(name + ".csr"),
                "-outfile",
                file(name + ".crt"));
        var store = KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD.toCharArray());
        var key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
        Files.writeString(
                folder.resolve(name + ".key"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        try (var in = Files.newInputStream(folder.resolve(name + ".crt"))) {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            return ((X509Certificate) certificate).getNotAfter().toInstant();
        }
    }

    /** Puts one into the files that the kubeconfig names. */
    private void use(String name) throws IOException {
        for (var end : List.of(".crt", ".key")) {
            var fresh = Files.copy(folder.resolve(name + end), folder.resolve("fresh" + end));
            Files.move(
                    fresh,
                    folder.resolve("client" + end),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path kubeconfig(Cluster cluster, String name) throws IOException {
        var user = "user: {client-certificate: \"%s\", client-key: \"%s\"}"
                .formatted(file(name + ".crt"), file(name + ".key"));
        var text = Files.readString(cluster.kubeconfig()).replaceAll("user: \\{token: [^}]*}", user);
        assertThat(text).contains(name + ".crt");
        return Files.writeString(folder.resolve("kubeconfig-" + name), text);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void keytool(String alias, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", alias, "-storepass", PASSWORD, "-keystore", file(alias + ".p12")));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
