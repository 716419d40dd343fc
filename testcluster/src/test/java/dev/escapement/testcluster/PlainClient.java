package dev.escapement.testcluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Sends requests as they are, without a client library between the test and the server. */
final class PlainClient implements AutoCloseable {
    private final URI server;
    private final String token;
    private final HttpClient http;

    PlainClient(Path kubeconfig) {
        try {
            String text = Files.readString(kubeconfig);
            server = URI.create(field(text, "server"));
            token = field(text, "token");
            http = HttpClient.newBuilder().sslContext(trusting(text)).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot use " + kubeconfig, e);
        }
    }

    String token() {
        return token;
    }

    /** A request to that path; whose it is, is up to the caller. */
    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(server.resolve(target));
    }

    HttpRequest.Builder authorized(String target) {
        return request(target).header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<InputStream> stream(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static String field(String kubeconfig, String name) {
        var match = Pattern.compile("\\b" + name + ": \"?([^\"\\s,}]+)").matcher(kubeconfig);
        return match.find() ? match.group(1) : "";
    }

    private static SSLContext trusting(String kubeconfig) throws IOException, GeneralSecurityException {
        String data = field(kubeconfig, "certificate-authority-data");
        byte[] authority = data.isEmpty()
                ? Files.readAllBytes(Path.of(field(kubeconfig, "certificate-authority")))
                : Base64.getDecoder().decode(data);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var certificates = CertificateFactory.getInstance("X.509");
        int count = 0;
        for (var each : certificates.generateCertificates(new ByteArrayInputStream(authority))) {
            store.setCertificateEntry("authority-" + count++, each);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    @Override
    public void close() {
        http.close();
    }
}
