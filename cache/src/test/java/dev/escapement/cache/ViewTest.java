package dev.escapement.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ViewTest {
    /** A part of a pod. */
    record PodPart(Metadata metadata, @Nullable Spec spec) {}

    /** Some metadata. */
    record Metadata(String name, Map<String, String> labels) {}

    /** A part of a pod's spec. */
    record Spec(
            @Nullable String nodeName,
            @JsonProperty("containers") List<Image> images) {}

    /** A part of a container. */
    record Image(String image) {}

    private final ApiClient client = ApiClient.of(new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:1")
            .build());
    private final Kind pods = new Kind("", "v1", "Pod", "pods", true);
    private final Informer informer = new Informer(client, Clock.system(), pods, Set.of(Selection.ALL), PodPart.class);
    private final View<PodPart> view = informer.view(PodPart.class);

    @AfterEach
    void tidy() {
        informer.close();
        client.close();
    }

    @Test
    void keepsWhatTheRecordSpeaksOfAndNothingElse() {
        write("a", 1, "\"n1\"");
        var kept = new String(informer.get(key("a")).orElseThrow().json(), StandardCharsets.UTF_8);
        assertThat(kept)
                .contains("nodeName", "image", "annotations")
                .doesNotContain("status", "command", "tolerations");
        var pod = view.get(key("a")).orElseThrow();
        assertThat(pod.metadata()).isEqualTo(new Metadata("a", Map.of("app", "web")));
        assertThat(pod.spec()).isEqualTo(new Spec("n1", List.of(new Image("i1"), new Image("i2"))));
    }

    @Test
    void makesARecordOncePerVersion() {
        write("a", 1, "\"n1\"");
        var first = view.get(key("a")).orElseThrow();
        assertThat(view.select(Selector.all())).singleElement().isSameAs(first);
        write("a", 2, "\"n2\"");
        var second = view.get(key("a")).orElseThrow();
        assertThat(second.spec().nodeName()).isEqualTo("n2");
        assertThat(informer.view(PodPart.class)).isSameAs(view);
    }

    @Test
    void whatDoesNotFitIsAbsentAndNamed() {
        write("a", 1, "\"n1\"");
        write("b", 2, "[]");
        assertThat(view.select(Selector.all())).hasSize(1);
        assertThat(view.get(key("b"))).isEmpty();
        assertThat(view.broken()).containsOnlyKeys(key("b"));
        assertThat(view.broken().get(key("b"))).contains(".spec.nodeName");
        write("b", 3, "\"n1\"");
        assertThat(view.get(key("b"))).isPresent();
        assertThat(view.broken()).isEmpty();
    }

    @Test
    void answersOnlyWhatItCanTell() {
        assertThat(informer.covers(Selector.fields("spec.nodeName=n1"))).isTrue();
        assertThat(informer.covers(Selector.fields("metadata.name=a").and(Selector.labels("app"))))
                .isTrue();
        assertThat(informer.covers(Selector.fields("status.phase=Running"))).isFalse();
        assertThat(informer.covers(Selector.by(Index.field("/spec/containers/*/image"), "i1")))
                .isTrue();
        assertThat(informer.covers(Selector.by(Index.field("/spec/containers/*/name"), "c")))
                .isFalse();
        assertThatThrownBy(() -> informer.view(Image.class)).hasMessageContaining("is not what is kept of it");
    }

    @Test
    void forgetsWhatWasMadeOfOldVersionsAndOfWhatIsGone() {
        write("a", 1, "\"n1\"");
        write("b", 2, "[]");
        assertThat(view.select(Selector.all())).hasSize(1);
        assertThat(view.size()).isEqualTo(2);
        informer.sources().getFirst().retain(List.of(), "9");
        assertThat(view.size()).isZero();
        assertThat(view.broken()).isEmpty();
    }

    private void write(String name, int version, String node) {
        informer.wrote(RawObject.of("""
                {"kind":"Pod","metadata":{"namespace":"n","name":"%s","resourceVersion":"%d","labels":{"app":"web"},
                 "annotations":{"x":"y"}},
                 "spec":{"tolerations":[{"key":"k"}],"nodeName":%s,
                  "containers":[{"name":"c","image":"i1","command":["x"]},{"image":"i2"}]},
                 "status":{"phase":"Running"}}""".formatted(name, version, node).getBytes(StandardCharsets.UTF_8)), null);
    }

    private static ObjectKey key(String name) {
        return new ObjectKey("n", name);
    }
}
