package dev.escapement.client;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.TlsVersion;

/** Builds nothing new: answers with a transport that is configured already and outlives its users. */
final class SharedTransportBuilder implements HttpClient.Builder {
    private final HttpClient.DerivedClientBuilder derived;

    SharedTransportBuilder(HttpClient http) {
        this.derived = http.newBuilder();
    }

    @Override
    public HttpClient build() {
        return new SharedClient(derived.build());
    }

    @Override
    public HttpClient.Builder addOrReplaceInterceptor(String name, Interceptor interceptor) {
        derived.addOrReplaceInterceptor(name, interceptor);
        return this;
    }

    @Override
    public HttpClient.Builder tag(Object value) {
        derived.tag(value);
        return this;
    }

    @Override
    public HttpClient.Builder connectTimeout(long connectTimeout, TimeUnit unit) {
        return this;
    }

    @Override
    public HttpClient.Builder authenticatorNone() {
        return this;
    }

    @Override
    public HttpClient.Builder sslContext(KeyManager[] keyManagers, TrustManager[] trustManagers) {
        return this;
    }

    @Override
    public HttpClient.Builder followAllRedirects() {
        return this;
    }

    @Override
    public HttpClient.Builder proxyAddress(InetSocketAddress proxyAddress) {
        return this;
    }

    @Override
    public HttpClient.Builder proxyAuthorization(String credentials) {
        return this;
    }

    @Override
    public HttpClient.Builder tlsVersions(TlsVersion... tlsVersions) {
        return this;
    }

    @Override
    public HttpClient.Builder tlsServerName(String tlsServerName) {
        return this;
    }

    @Override
    public HttpClient.Builder preferHttp11() {
        return this;
    }

    @Override
    public HttpClient.Builder proxyType(HttpClient.ProxyType type) {
        return this;
    }
}
