package dev.escapement.simulation;

import dev.escapement.apiserver.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PathsTest {
    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/default/events, true",
        "/apis/events.k8s.io/v1/namespaces/default/events/e, true",
        "/apis/coordination.k8s.io/v1/namespaces/default/leases/l, true",
        "/apis/escapement.dev/v1alpha1/namespaces/default/deadletters/d/status, true",
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/d, true",
        "/apis/sources.example.dev/v1/namespaces/default/eventsources/s, false",
        "/api/v1/namespaces/default/configmaps/leases-of-flats, false",
        "/api/v1/namespaces/events, false",
        "/api/v1/namespaces/events/configmaps, false"
    })
    void whatIsWrittenBesideTheWorkIsToldByItsResource(String path, boolean isAside) {
        assertThat(Paths.isAside(Request.of("PUT", path))).isEqualTo(isAside);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/shop, /api/v1/namespaces",
        "/api/v1/namespaces/shop/status, /api/v1/namespaces",
        "/api/v1/namespaces/shop/finalize, /api/v1/namespaces",
        "/api/v1/namespaces/shop/pods/p/status, /api/v1/namespaces/shop/pods",
        "/apis/apps/v1/namespaces/shop/deployments/d, /apis/apps/v1/namespaces/shop/deployments",
        "/apis/example.dev/v1/namespaces/shop/status/s, /apis/example.dev/v1/namespaces/shop/status"
    })
    void aWriteIsToTheCollectionOfItsObject(String path, String collection) {
        assertThat(Paths.collection(Request.of("PUT", path))).isEqualTo(collection);
    }
}
