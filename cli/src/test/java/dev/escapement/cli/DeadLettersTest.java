package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.escapement.Crds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLettersTest {
    private static final String RELEASE = "escapement.dev/release";
    private static final String DISCARD = "escapement.dev/discard";

    private final EmbeddedServer server = EmbeddedServer.start(0, null);
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
            .build();

    @BeforeEach
    void write() {
        client.resource(Crds.deadLetters()).create();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build())
                .create();
        create("default", "cart-1", "Cart", "aaaaaaaaaa", "2026-01-01T00:00:01Z");
        create("shop", "web-1", "Website", "bbbbbbbbbb", "2026-01-01T00:00:02Z");
        create("shop", "web-2", "Website", "bbbbbbbbbb", "2026-01-01T00:00:03Z");
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void listsThoseOfANamespaceTheLatestFirst() {
        var list = esc("list", "-n", "shop");

        assertThat(list.status()).isZero();
        assertThat(list.out().lines()).hasSize(3);
        assertThat(list.out().lines().toList().get(0))
                .matches("NAME +KIND +OBJECT +CONTROLLER +TASK +ATTEMPTS +FINGERPRINT +AGE +ERROR");
        assertThat(list.out().lines().toList().get(1))
                .matches("web-2-x +Website +web-2 +webs +reconcile +8 +bbbbbbbbbb +\\d+d +no such image");
    }

    @Test
    void listsThoseOfTheContextsNamespaceAndSaysWhereElseToLook() {
        assertThat(esc("list").out().lines()).hasSize(2).anyMatch(line -> line.startsWith("cart-1-x "));
        assertThat(esc("list", "-n", "kube-system"))
                .isEqualTo(new Esc(0, "", "There are no dead letters in namespace kube-system (-A looks in all).\n"));
    }

    @Test
    void listsUnlessItIsToldWhatToDo() {
        assertThat(esc()).isEqualTo(esc("list"));
        assertThat(esc("-n", "shop")).isEqualTo(esc("list", "-n", "shop"));
        assertThat(esc("-A", "--group")).isEqualTo(esc("list", "-A", "--group"));
        assertThat(Esc.esc("dl", "--help").out()).contains("esc dead-letters ", "list", "show", "replay", "discard");
        assertThat(Esc.esc("dead-letters", "nix").status()).isEqualTo(2);
    }

    @Test
    void narrowsTheListByLabels() {
        assertThat(esc("list", "-A", "--fingerprint", "bbbbbbbbbb").out().lines())
                .hasSize(3);
        assertThat(esc("list", "-A", "-l", "escapement.dev/kind=Cart").out())
                .contains("cart-1")
                .doesNotContain("web-");
    }

    @Test
    void groupsTheSameFailures() {
        assertThat(esc("list", "-A", "--group").out().lines().toList().get(1))
                .matches("bbbbbbbbbb +2 +webs +\\d+d +Website shop/web-2 +no such image");
    }

    @Test
    void printsForMachines() {
        assertThat(esc("list", "-A", "-o", "json").out()).contains("\"kind\" : \"List\"", "\"name\" : \"cart-1-x\"");
        assertThat(esc("list", "-A", "-o", "yaml").out()).contains("kind: \"List\"", "fingerprint: \"bbbbbbbbbb\"");
        assertThat(esc("list", "-A", "-o", "wide").out()).contains("OPERATOR", " op ");
        assertThat(esc("show", "web-1-x", "-n", "shop", "-o", "yaml").out()).contains("name: \"web-1-x\"");
    }

    @Test
    void showsWhatHappenedAndWhatToDo() {
        var show = esc("show", "web-1-x", "-n", "shop");

        assertThat(show.out())
                .contains("Website shop/web-1, generation 4")
                .contains("controller webs, reconcile")
                .contains("  no such image\n  of that name\n")
                .contains("  2026-01-01T00:00:00Z  timed out\n")
                .contains("esc dead-letters replay web-1-x -n shop\n")
                .contains("esc dead-letters replay --fingerprint bbbbbbbbbb -A\n");
    }

    @Test
    void replaysOne() {
        var replay = esc("replay", "web-1-x", "-n", "shop", "--yes");

        assertThat(replay.out()).contains("web-1-x").endsWith("Told the operator to replay 1 dead letter.\n");
        assertThat(annotated(RELEASE)).containsExactly("web-1-x");
    }

    @Test
    void replaysThoseWithAFingerprintOrASelectorOrAll() {
        esc("replay", "-A", "--fingerprint", "bbbbbbbbbb", "--yes");
        assertThat(annotated(RELEASE)).containsExactly("web-1-x", "web-2-x");
        esc("discard", "-A", "-l", "escapement.dev/kind=Cart", "--yes");
        assertThat(annotated(DISCARD)).containsExactly("cart-1-x");
        esc("discard", "-A", "--all", "--yes");
        assertThat(annotated(DISCARD)).hasSize(3);
    }

    @Test
    void hidesWhatWasDiscarded() {
        assertThat(esc("discard", "web-1-x", "-n", "shop", "--yes").status()).isZero();
        assertThat(esc("list", "-n", "shop").out()).doesNotContain("web-1");
        assertThat(esc("list", "-n", "shop", "--discarded").out()).contains("web-1", "(discarded)");
        assertThat(esc("replay", "-n", "shop", "--all", "--dry-run").out()).contains("would replay 1 dead letter.");
        assertThat(esc("replay", "-n", "shop", "--all", "--discarded", "--dry-run")
                        .out())
                .contains("would replay 2 dead letters.");
    }

    @Test
    void doesNothingToManyUnlessItIsToldTo() {
        assertThat(esc("replay", "-A", "--all", "--dry-run").out()).endsWith("This would replay 3 dead letters.\n");

        var asked = esc("replay", "-A", "--all");

        assertThat(asked.status()).isEqualTo(2);
        assertThat(asked.err()).contains("this would replay 3 dead letters: say --yes to do it");
        assertThat(annotated(RELEASE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay",
                "replay web-1-x --all",
                "discard --all --fingerprint a",
                "replay web-1-x -A",
                "show web-1-x -A",
                "list -A -n shop"
            })
    void endsWithTwoWhenItIsNotSaidWhichAreMeant(String arguments) {
        assertThat(esc((Object[]) arguments.split(" ")).status()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNoSuchLetterOrNoneAtAll() {
        assertThat(esc("show", "web-1-x").err())
                .contains("there is no dead letter \"web-1-x\" in namespace \"default\"");
        client.resource(Crds.deadLetters()).delete();
        assertThat(esc("list").err()).contains("this cluster does not know dead letters yet");
    }

    private Esc esc(Object... arguments) {
        var words = new ArrayList<Object>(List.of("dead-letters"));
        words.addAll(List.of(arguments));
        words.addAll(List.of("--kubeconfig", server.kubeconfig()));
        return Esc.esc(words.toArray());
    }

    private List<String> annotated(String annotation) {
        return client
                .genericKubernetesResources("escapement.dev/v1alpha1", "DeadLetter")
                .inAnyNamespace()
                .list()
                .getItems()
                .stream()
                .map(GenericKubernetesResource::getMetadata)
                .filter(metadata -> metadata.getAnnotations().containsKey(annotation))
                .map(metadata -> metadata.getName())
                .sorted()
                .toList();
    }

    private void create(String namespace, String object, String kind, String fingerprint, String last) {
        var letter = new GenericKubernetesResourceBuilder()
                .withApiVersion("escapement.dev/v1alpha1")
                .withKind("DeadLetter")
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(object + "-x")
                .addToLabels("escapement.dev/fingerprint", fingerprint)
                .addToLabels("escapement.dev/kind", kind)
                .endMetadata()
                .addToAdditionalProperties(
                        "spec",
                        Map.ofEntries(
                                Map.entry("operator", "op"),
                                Map.entry("controller", "webs"),
                                Map.entry("task", "reconcile"),
                                Map.entry(
                                        "object",
                                        Map.of(
                                                "apiVersion",
                                                "example.dev/v1",
                                                "kind",
                                                kind,
                                                "namespace",
                                                namespace,
                                                "name",
                                                object,
                                                "uid",
                                                "u-" + object,
                                                "generation",
                                                4)),
                                Map.entry("summary", "no such image"),
                                Map.entry("error", "no such image\nof that name"),
                                Map.entry("fingerprint", fingerprint),
                                Map.entry("attempts", 8),
                                Map.entry("firstFailure", "2026-01-01T00:00:00Z"),
                                Map.entry("lastFailure", last),
                                Map.entry(
                                        "history",
                                        List.of(Map.of("at", "2026-01-01T00:00:00Z", "error", "timed out")))))
                .build();
        client.resource(letter).create();
    }
}
