package dev.escapement.client;

import java.net.URI;
import java.util.Set;

import io.fabric8.kubernetes.client.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What a request is to the {@link Gate}. */
public enum GateVerb {
    /** Gets and lists of objects, and all else that changes nothing. */
    READ,
    /** Creations, updates, patches and deletions. */
    WRITE,
    /**
     * What never waits: requests that last (watches, logs, exec, proxy), as a kube-apiserver counts none of them, or only while they
     * begin (KEP-1040); health checks; and single Leases, on which it depends who may work.
     */
    EXEMPT;

    /** The methods by which figures are kept; others are one. */
    static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** As in kube-apiserver's check for requests that are long-running. */
    private static final Set<String> LASTING = Set.of("attach", "exec", "proxy", "log", "portforward");

    private static final Set<String> PROBES = Set.of("readyz", "livez", "healthz");

    static GateVerb of(HttpRequest request) {
        var method = method(request);
        boolean reads = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
        return isExempt(request.uri(), method) ? EXEMPT : reads ? READ : WRITE;
    }

    /** fabric8 leaves the method of a GET open. */
    static String method(HttpRequest request) {
        @Nullable String method = request.method();
        return method == null ? "GET" : method;
    }

    /**
     * Whether a 429 says nothing of the server's load: an eviction is answered so while a PodDisruptionBudget forbids it, with
     * {@code Retry-After: 10}.
     */
    static boolean isEviction(HttpRequest request) {
        var path = request.uri().getPath();
        if (!path.endsWith("/eviction")) {
            return false;
        }
        var segments = path.split("/", -1);
        return segments.length == resource(segments) + 3;
    }

    private static boolean isExempt(URI uri, String method) {
        var path = uri.getPath();
        var segments = path.split("/", -1); // the first one is empty
        if (segments.length > 1 && PROBES.contains(segments[1])) {
            return true;
        }
        int scope = scope(segments);
        if (watches(uri.getRawQuery()) || (segments.length > scope && segments[scope].equals("watch"))) {
            return true;
        }
        int resource = resource(segments);
        if (segments.length > resource + 2 && LASTING.contains(segments[resource + 2])) {
            return true;
        }
        boolean leases = segments.length > resource
                && segments[2].equals("coordination.k8s.io")
                && segments[resource].equals("leases");
        return leases && (segments.length == resource + 2 || method.equals("POST"));
    }

    /** Where the resource is in /api/v1/[namespaces/{namespace}/]{resource}/{name}/{subresource}, or in /apis/{group}/{version}/... */
    private static int resource(String[] segments) {
        int scope = scope(segments);
        return segments.length > scope + 2 && segments[scope].equals("namespaces") ? scope + 2 : scope;
    }

    /** Where the version is over. */
    private static int scope(String[] segments) {
        return segments.length > 1 && segments[1].equals("apis") ? 4 : 3;
    }

    private static boolean watches(@Nullable String query) {
        if (query == null) {
            return false;
        }
        for (var parameter : query.split("&", -1)) {
            if (parameter.equals("watch=true") || parameter.equals("watch=1") || parameter.equals("watch")) {
                return true;
            }
        }
        return false;
    }
}
