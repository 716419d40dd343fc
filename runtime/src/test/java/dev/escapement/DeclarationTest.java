package dev.escapement;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.escapement.Permission.Where;
import dev.escapement.client.Json;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("serial")
class DeclarationTest {
    @Group("example.dev")
    @Version("v1")
    static class Site extends CustomResource<Site.Spec, Site.Status> implements Namespaced {
        record Spec(String html) {}

        record Status(String phase) {}
    }

    @Group("example.dev")
    @Version("v1")
    static class Tariff extends CustomResource<Site.Spec, Void> {}

    private static OperatorBuilder sites() {
        return Operator.named("shop")
                .controller(Controller.of(Site.class)
                        .owns(ConfigMap.class)
                        .watches(Secret.class, _ -> List.of())
                        .reconcile((_, _) -> Outcome.done())
                        .cleanup((_, _) -> Outcome.done()));
    }

    private static String text(Permission permission) {
        return permission.group() + "/" + permission.resource() + " " + String.join(",", permission.verbs())
                + permission.names() + permission.namespaces() + permission.where();
    }

    @Test
    void anOperatorNeedsWhatItsControllersSayAndNothingMore() {
        assertThat(sites().declaration().permissions())
                .extracting(DeclarationTest::text)
                .containsExactlyInAnyOrder(
                        "example.dev/sites get,list,patch,watch[][]CLUSTER",
                        "example.dev/sites/status patch[][]CLUSTER",
                        "example.dev/sites/finalizers update[][]CLUSTER",
                        "/configmaps create,delete,get,list,patch,watch[][]CLUSTER",
                        "/secrets get,list,watch[][]CLUSTER",
                        "events.k8s.io/events create,patch[][]CLUSTER",
                        "escapement.dev/deadletters create,delete,get,list,patch,watch[][]CLUSTER",
                        "/configmaps list,watch[shop.escapement.dev][]HOME");
    }

    @Test
    void anOperatorOfOneNamespaceNeedsNothingElsewhere() {
        assertThat(sites().namespace("team-a").declaration().permissions())
                .allMatch(permission -> permission.where() == Where.NAMESPACES
                        && permission.namespaces().equals(List.of("team-a")));
    }

    @Test
    void clusterScopedObjectsHaveTheirEventsAndLettersElsewhere() {
        var declaration = Operator.named("plans")
                .controller(Controller.of(Tariff.class).reconcile((_, _) -> Outcome.done()))
                .controller(Controller.of(Namespace.class).reconcile((_, _) -> Outcome.done()))
                .uses(ConfigMap.class, "patch", "create")
                .declaration();

        assertThat(declaration.permissions())
                .extracting(DeclarationTest::text)
                .containsExactlyInAnyOrder(
                        "example.dev/tariffs get,list,watch[][]CLUSTER",
                        "/namespaces get,list,watch[][]CLUSTER",
                        "events.k8s.io/events create,patch[][default]NAMESPACES",
                        "escapement.dev/deadletters create,delete,get,list,patch,watch[][]HOME",
                        "/configmaps create,patch[][]CLUSTER",
                        "/configmaps list,watch[plans.escapement.dev][]HOME");
    }

    @Test
    void aProgramThatIsToDeclareNeedsNoCluster(@TempDir Path folder) throws Exception {
        var file = folder.resolve("declared");

        sites().run("--declare", file.toString(), "--namespace", "team-a");
        sites().run("--declare", file.toString());

        var lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        var first = new Json().parse(lines.getFirst().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(first.at("/declaration/namespace").asText()).isEqualTo("team-a");
        assertThat(first.at("/declaration/controllers/0/kind/plural").asText()).isEqualTo("sites");
        assertThat(first.at("/definitions/0/metadata/name").asText()).isEqualTo("sites.example.dev");
    }
}
