package dev.escapement.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.escapement.client.FakeTransport.request;
import static org.assertj.core.api.Assertions.assertThat;

class GateVerbTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/pods, READ",
        "GET, /api/v1/pods?watch=false&limit=500, READ",
        "GET, /apis, READ",
        "GET, /version, READ",
        "HEAD, /api, READ",
        "GET, /, READ",
        "POST, /api/v1/namespaces/n/pods, WRITE",
        "POST, /api/v1/namespaces/n/pods/p/eviction, WRITE",
        "PUT, /api/v1/namespaces/n, WRITE",
        "PATCH, /apis/apps/v1/namespaces/n/deployments/d/scale, WRITE",
        "DELETE, /api/v1/nodes/n, WRITE",
        "GET, /api/v1/pods?allowWatchBookmarks=true&watch=true, EXEMPT",
        "GET, /api/v1/pods?watch=1, EXEMPT",
        "GET, /api/v1/watch/pods, EXEMPT",
        "GET, /apis/apps/v1/watch/namespaces/n/deployments/d, EXEMPT",
        "GET, /api/v1/namespaces/watch/pods, READ",
        "PUT, /api/v1/namespaces/watch/pods/p, WRITE",
        "GET, /apis/apps/v1/namespaces/n/deployments/watch/scale, READ",
        "GET, /api/v1/namespaces/n/pods/p/log?follow=true, EXEMPT",
        "GET, /api/v1/namespaces/n/pods/log, READ",
        "POST, /api/v1/namespaces/n/pods/p/exec?command=ls, EXEMPT",
        "GET, /api/v1/namespaces/n/services/s/proxy/a/b, EXEMPT",
        "GET, /api/v1/nodes/n/proxy/metrics, EXEMPT",
        "GET, /readyz, EXEMPT",
        "GET, /livez/etcd, EXEMPT",
        "GET, /apis/coordination.k8s.io/v1/namespaces/n/leases/l, EXEMPT",
        "PUT, /apis/coordination.k8s.io/v1/namespaces/n/leases/l, EXEMPT",
        "POST, /apis/coordination.k8s.io/v1/namespaces/n/leases, EXEMPT",
        "GET, /apis/coordination.k8s.io/v1/namespaces/n/leases, READ",
        "GET, /apis/coordination.k8s.io/v1/leases, READ",
        "DELETE, /apis/coordination.k8s.io/v1/namespaces/n/leases, WRITE",
        "GET, /apis/example.dev/v1/namespaces/n/leases/l, READ",
    })
    void whatARequestIs(String method, String target, GateVerb verb) {
        assertThat(GateVerb.of(request(method, target))).isEqualTo(verb);
    }

    @Test
    void aRequestWithoutAMethodIsAGet() {
        assertThat(GateVerb.of(request(null, "/api"))).isEqualTo(GateVerb.READ);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/n/pods/p/eviction, true",
        "/api/v1/namespaces/eviction/pods/eviction/eviction, true",
        "/api/v1/namespaces/n/configmaps/eviction, false",
        "/apis/example.dev/v1/namespaces/n/widgets/eviction, false",
        "/api/v1/namespaces/eviction, false",
        "/api/v1/nodes/eviction, false",
    })
    void whatAnEvictionIs(String path, boolean eviction) {
        assertThat(GateVerb.isEviction(request("POST", path))).isEqualTo(eviction);
    }
}
