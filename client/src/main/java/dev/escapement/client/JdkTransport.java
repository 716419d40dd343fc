package dev.escapement.client;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;

/**
 * Makes fabric8's clients over the JDK's HTTP client, and ends the latter with them: its thread and its connections, which would
 * otherwise stay until the garbage collector finds them, and hold up the end of the JVM by 0.3 s.
 */
public final class JdkTransport implements io.fabric8.kubernetes.client.http.HttpClient.Factory {
    /** A factory of clients that are independent of each other. */
    public JdkTransport() {}

    @Override
    public io.fabric8.kubernetes.client.http.HttpClient.Builder newBuilder() {
        return new One().newBuilder();
    }

    /** The factory of one client, and of those that are derived from it and share its connections. */
    private static final class One extends JdkHttpClientFactory {
        private final Queue<HttpClient> built = new ConcurrentLinkedQueue<>();

        @Override
        protected HttpClient.Builder createNewHttpClientBuilder() {
            return new Noting(super.createNewHttpClientBuilder(), built);
        }

        @Override
        protected void closeHttpClient(JdkHttpClientImpl client) {
            built.forEach(HttpClient::shutdownNow);
            super.closeHttpClient(client);
        }
    }

    /** Notes what is built. */
    private record Noting(HttpClient.Builder builder, Queue<HttpClient> built) implements HttpClient.Builder {
        @Override
        public HttpClient.Builder cookieHandler(CookieHandler value) {
            builder.cookieHandler(value);
            return this;
        }

        @Override
        public HttpClient.Builder connectTimeout(Duration value) {
            builder.connectTimeout(value);
            return this;
        }

        @Override
        public HttpClient.Builder sslContext(SSLContext value) {
            builder.sslContext(value);
            return this;
        }

        @Override
        public HttpClient.Builder sslParameters(SSLParameters value) {
            builder.sslParameters(value);
            return this;
        }

        @Override
        public HttpClient.Builder executor(Executor value) {
            builder.executor(value);
            return this;
        }

        @Override
        public HttpClient.Builder followRedirects(HttpClient.Redirect value) {
            builder.followRedirects(value);
            return this;
        }

        @Override
        public HttpClient.Builder version(HttpClient.Version value) {
            builder.version(value);
            return this;
        }

        @Override
        public HttpClient.Builder priority(int value) {
            builder.priority(value);
            return this;
        }

        @Override
        public HttpClient.Builder proxy(ProxySelector value) {
            builder.proxy(value);
            return this;
        }

        @Override
        public HttpClient.Builder authenticator(Authenticator value) {
            builder.authenticator(value);
            return this;
        }

        @Override
        public HttpClient.Builder localAddress(InetAddress value) {
            builder.localAddress(value);
            return this;
        }

        @Override
        public HttpClient build() {
            var client = builder.build();
            built.add(client);
            return client;
        }
    }
}
