package dev.escapement.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A name is one segment of a path, whoever chose it. */
class PathTest {
    private static final Kind MAPS = new Kind("", "v1", "ConfigMap", "configmaps", true);
    private static final Kind ROLES = new Kind("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false);

    @Test
    void namesOfObjects() {
        assertThat(MAPS.path(new ObjectKey("n", "a.b-c"))).isEqualTo("/api/v1/namespaces/n/configmaps/a.b-c");
        assertThat(ROLES.path(ObjectKey.of("system:my role?é")))
                .isEqualTo("/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Amy%20role%3F%C3%A9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/status", "../secrets/a", "a%2fb"})
    void whatCanBeNoNameReachesNoOtherObject(String name) {
        assertThatThrownBy(() -> MAPS.path(new ObjectKey("n", name))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNamespaceIsASegmentToo() {
        assertThatThrownBy(() -> MAPS.path(new ObjectKey("n/secrets", "a")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
