package dev.escapement.apiserver;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HttpsTest {
    private static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";

    private static HttpClient trusting(ApiServer server) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        byte[] pem = server.certificate().getBytes(StandardCharsets.US_ASCII);
        store.setCertificateEntry(
                "server", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    private static HttpRequest.Builder request(ApiServer server, String target, String token) {
        URI uri = server.uri().resolve(target);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static int status(HttpClient client, HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void tokensDecideWhoMayDoWhat() throws Exception {
        try (ApiServer server = ApiServer.builder().start();
                HttpClient client = trusting(server)) {
            assertThat(status(
                            client, request(server, CONFIGMAPS, server.token()).build()))
                    .isEqualTo(200);
            assertThat(status(
                            client,
                            request(server, CONFIGMAPS, server.userToken()).build()))
                    .isEqualTo(403);
            assertThat(status(
                            client, request(server, "/apis", server.userToken()).build()))
                    .isEqualTo(200);
            assertThat(status(client, request(server, CONFIGMAPS, "wrong").build()))
                    .isEqualTo(401);
            assertThat(status(client, request(server, CONFIGMAPS, "").build())).isEqualTo(403);
            assertThat(status(client, request(server, "/healthz", "").build())).isEqualTo(200);
        }
    }

    @Test
    void theServersCertificateIsNoAuthority() throws Exception {
        try (ApiServer server = ApiServer.builder().start();
                HttpClient client = trusting(server)) {
            var answer = client.send(request(server, "/healthz", "").build(), HttpResponse.BodyHandlers.discarding());
            var chain = answer.sslSession().orElseThrow().getPeerCertificates();
            var own = (X509Certificate) chain[0];
            var authority = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(server.certificate().getBytes(StandardCharsets.US_ASCII)));
            // rustls takes no authority for a server, and wants the short form of years before 2050.
            assertThat(own.getBasicConstraints()).isEqualTo(-1);
            assertThat(authority.getBasicConstraints()).isNotEqualTo(-1);
            own.verify(authority.getPublicKey());
            assertThat(own.getSubjectAlternativeNames()).hasSize(3);
        }
    }

    @Test
    void furtherUsersHaveWhatRolesGiveToThemAndTheirGroups(@TempDir Path directory) throws Exception {
        try (ApiServer server = ApiServer.builder()
                        .user("ann", "ann-token", "system:masters")
                        .user("bob", "bob-token", "devs")
                        .start();
                HttpClient client = trusting(server)) {
            assertThat(status(client, request(server, CONFIGMAPS, "ann-token").build()))
                    .isEqualTo(200);
            assertThat(status(client, request(server, CONFIGMAPS, "bob-token").build()))
                    .isEqualTo(403);
            new Client(server)
                    .post("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """
                            {'metadata':{'name':'devs'},'subjects':[{'kind':'Group','name':'devs'}],
                             'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'view'}}""")
                    .is(201);
            assertThat(status(client, request(server, CONFIGMAPS, "bob-token").build()))
                    .isEqualTo(200);
            Path file = directory.resolve("kubeconfig");
            server.writeKubeconfig(file, "bob");
            assertThat(Files.readString(file)).contains("bob-token");
            assertThatThrownBy(() -> server.writeKubeconfig(file, "carl")).hasMessageContaining("carl");
        }
        assertThatThrownBy(() -> ApiServer.builder().user("admin", "x")).hasMessageContaining("name of their own");
    }

    @Test
    @SuppressWarnings("try") // closing the server while the watch is open is what is tested
    void aWatchStreamsEventsAsTheyHappen() throws Exception {
        try (ApiServer server = ApiServer.builder().start();
                HttpClient client = trusting(server)) {
            HttpRequest watch =
                    request(server, CONFIGMAPS + "?watch=true", server.token()).build();
            HttpResponse<InputStream> response = client.send(watch, HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                HttpRequest create = request(server, CONFIGMAPS, server.token())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"metadata\":{\"name\":\"a\"}}"))
                        .build();
                assertThat(status(client, create)).isEqualTo(201);
                assertThat(lines.readLine()).startsWith("{\"type\":\"ADDED\"").contains("\"name\":\"a\"");
                server.close();
                assertThat(endsOrBreaks(lines)).isTrue();
            }
        }
    }

    /** The last chunk may still get through, or the connection may be closed before it. */
    private static boolean endsOrBreaks(BufferedReader lines) {
        try {
            return lines.readLine() == null;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        try (ApiServer server = ApiServer.builder().start();
                HttpClient client = trusting(server)) {
            HttpRequest create = request(server, CONFIGMAPS, server.token())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(3 << 20) + 1]))
                    .build();
            assertThat(status(client, create)).isEqualTo(413);
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ApiServer server = ApiServer.builder().start()) {
            assertThatThrownBy(() -> ApiServer.builder().port(server.port()).start())
                    .hasMessageContaining("Cannot listen on port " + server.port());
        }
    }

    @Test
    void aKubeconfigStaysValidOverARestart(@TempDir Path directory) throws Exception {
        String certificate;
        String token;
        String userToken;
        Path data = directory.resolve("data");
        try (ApiServer server = ApiServer.builder().data(data).start()) {
            certificate = server.certificate();
            token = server.token();
            userToken = server.userToken();
            new Client(server)
                    .post(ServerTest.DEFINITIONS, ServerTest.WIDGET_DEFINITION)
                    .is(201);
            new Client(server).post(ServerTest.WIDGETS, ServerTest.widget("w")).is(201);
        }
        try (ApiServer server = ApiServer.builder().data(data).start();
                HttpClient client = trusting(server)) {
            assertThat(server.certificate()).isEqualTo(certificate);
            assertThat(server.userToken()).isEqualTo(userToken);
            assertThat(Files.getPosixFilePermissions(data.resolve("tokens"))).hasSize(2);
            assertThat(status(
                            client,
                            request(server, ServerTest.WIDGETS + "/w", token).build()))
                    .isEqualTo(200);
        }
    }

    @Test
    void aTokenThatIsSetWinsOverTheOneThatIsKept(@TempDir Path data) throws Exception {
        try (ApiServer server = ApiServer.builder().data(data).start()) {
            assertThat(server.token()).isNotEqualTo(server.userToken());
        }
        try (ApiServer server = ApiServer.builder().data(data).token("mine").start()) {
            assertThat(server.token()).isEqualTo("mine");
        }
        Files.writeString(data.resolve("tokens"), "a\n\n");
        assertThatThrownBy(() -> ApiServer.builder().data(data).start())
                .hasMessageContaining("Remove the file to have new ones made");
    }

    @Test
    void aKubeconfigIsForItsOwnerOnly(@TempDir Path directory) throws Exception {
        try (ApiServer server = ApiServer.builder().start()) {
            Path file = directory.resolve("kubeconfig");
            server.writeKubeconfig(file);
            assertThat(Files.readString(file)).contains(server.uri().toString(), server.token(), "namespace: default");
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        }
    }
}
