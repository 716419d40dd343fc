package dev.escapement.testcluster.differential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.escapement.apiserver.ApiServer;
import dev.escapement.testcluster.Cluster;

/** One of the two servers, as its users reach it: over HTTPS. */
final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An answer as it came. */
    record Answer(int status, HttpHeaders headers, String body) {}

    private final String name;
    private final String address;
    private final String token;
    private final HttpClient http;

    private Server(String name, String address, String token, InputStream authority) {
        this.name = name;
        this.address = address;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(authority))
                .build();
    }

    static Server embedded(ApiServer server) {
        var authority = server.certificate().getBytes(StandardCharsets.UTF_8);
        return new Server(
                "embedded", server.uri().toString(), server.token(), new java.io.ByteArrayInputStream(authority));
    }

    static Server real(Cluster cluster) {
        try {
            var config = Files.readString(cluster.kubeconfig());
            try (var authority = Files.newInputStream(Path.of(found("certificate-authority: \"([^\"]*)\"", config)))) {
                return new Server(
                        "real", found("server: \"([^\"]*)\"", config), found("token: ([^}\\s]*)", config), authority);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String found(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in the kubeconfig: " + text);
        }
        return matcher.group(1);
    }

    private static SSLContext trusting(InputStream authority) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int i = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(authority)) {
                store.setCertificateEntry("ca" + i++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    Answer send(Step step) {
        try {
            var answer = http.send(request(step).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("the " + name + " server did not answer " + step, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Starts an answer that goes on; closing its body ends it. */
    HttpResponse<InputStream> open(Step step) {
        try {
            return http.send(request(step).build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("the " + name + " server did not answer " + step, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private HttpRequest.Builder request(Step step) {
        var body = step.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(step.body());
        var request = HttpRequest.newBuilder(URI.create(address + step.path()))
                .method(step.method(), body)
                .header("Authorization", "Bearer " + token)
                .header("User-Agent", "differential/1.0");
        step.headers().forEach(request::header);
        return request;
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
