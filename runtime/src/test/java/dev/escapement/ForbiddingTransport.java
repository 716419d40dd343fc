package dev.escapement;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;

import dev.escapement.client.JdkTransport;
import dev.escapement.testcluster.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/** A transport on which some requests are those of a user who may do nothing, so that the server forbids them. */
final class ForbiddingTransport implements HttpClient.Factory {
    private final JdkTransport transport = new JdkTransport();
    private final String token;
    private volatile Predicate<HttpRequest> forbidden = _ -> false;

    ForbiddingTransport(Cluster cluster) {
        token = Config.fromKubeconfig(cluster.userKubeconfig().toFile()).getAutoOAuthToken();
    }

    /** From now on, such requests are forbidden. */
    void forbid(Predicate<HttpRequest> which) {
        forbidden = which;
    }

    /** Requests whose path has one of some words in it. */
    static Predicate<HttpRequest> to(String... words) {
        return request -> {
            for (var word : words) {
                if (request.uri().getPath().contains(word)) {
                    return true;
                }
            }
            return false;
        };
    }

    @Override
    public HttpClient.Builder newBuilder() {
        return around(transport.newBuilder());
    }

    /** Whoever else asks for interceptors does so before the client is built, and credentials are one of these. */
    private HttpClient.Builder around(HttpClient.Builder builder) {
        return (HttpClient.Builder) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpClient.Builder.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("build")) {
                        builder.addOrReplaceInterceptor("FORBIDDING", new Interceptor() {
                            @Override
                            public void before(BasicBuilder headers, HttpRequest request, RequestTags tags) {
                                if (forbidden.test(request)) {
                                    headers.setHeader("Authorization", "Bearer " + token);
                                }
                            }
                        });
                    }
                    try {
                        var result = method.invoke(builder, arguments);
                        return result == builder ? proxy : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
