package dev.escapement.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.escapement.client.Kind;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SelectorTest {
    private static final Map<String, String> LABELS =
            Map.of("a", "b", "app.io/tier", "web", "empty", "", "n", "5", "in", "notin");

    private final RawObject object = RawObject.of("""
            {"kind":"Pod","metadata":{"name":"x","namespace":"n","uid":"u","labels":{"a":"b"},
             "ownerReferences":[{"apiVersion":"v1","kind":"K","name":"o","uid":"o-1"}]},
             "spec":{"nodeName":"n1","replicas":3,"hostNetwork":true,"text":"a,b=c"}}""".getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "a",
                "a=b",
                "a==b",
                " a = b , n ",
                "a!=c",
                "missing!=c",
                "!missing",
                "! missing",
                "a in (b)",
                "a in(x, b)",
                "a notin (x,y)",
                "missing notin (x)",
                "app.io/tier in (web,api),a",
                "empty=",
                "empty in ()",
                "empty in (x,)",
                "n>4",
                "n < 6",
                "in",
                "in in (notin)",
                "in,a"
            })
    void labelSelectorsThatMatch(String selector) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "missing",
                "a=c",
                "a!=b",
                "!a",
                "a in (x)",
                "a notin (b)",
                "a=b,n=6",
                "empty",
                "n>5",
                "n<5",
                "a>1",
                "missing>1",
                "missing="
            })
    void labelSelectorsThatDoNot(String selector) {
        var labels = Map.of("a", "b", "n", "5");
        assertThat(LabelSelector.parse(selector).matches(labels)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a=b,|expected the key of a label, such as app or example.com/app at position 4, but found the end",
                "=b|position 0, but found \"=b\"",
                "a b|expected a comma or the end at position 2, but found \"b\"",
                "a in b|expected values in brackets, such as (a, b) at position 5",
                "a in (b|expected a comma or the closing bracket at position 7, but found the end",
                "a=-b|expected the value of a label",
                "a/b/c=d|expected the key",
                "A.B/c=d|expected the key",
                "a>x|expected a whole number at position 2",
                "a=b)|expected a comma or the end at position 3",
                "a=b=c|expected a comma or the end at position 3"
            })
    void badLabelSelectorsSayWhereAndWhy(String selector, String message) {
        assertThatThrownBy(() -> Selector.labels(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label selector \"" + selector + "\"")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metadata.name=x",
                "metadata.name==x,metadata.namespace=n",
                "spec.nodeName=n1",
                "spec.nodeName!=n2",
                "spec.replicas=3",
                "spec.hostNetwork=true",
                "spec.missing=",
                "spec.missing!=x",
                "spec.text=a\\,b\\=c",
                ",metadata.name=x,"
            })
    void fieldSelectorsThatMatch(String selector) {
        assertThat(Selector.fields(selector).matches(object)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "metadata.name|expected \"=\", \"==\" or \"!=\" at position 13",
                "=x|expected a field, such as metadata.name at position 0",
                "a=b,c..d=e|expected a field, such as metadata.name at position 4",
                "a!b|expected \"=\", \"==\" or \"!=\" at position 1",
                "a=b=c|expected \"\\=\" for an equals sign in a value at position 3",
                "a=b\\c|expected one of"
            })
    void badFieldSelectorsSayWhereAndWhy(String selector, String message) {
        assertThatThrownBy(() -> Selector.fields(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void selectorsCompose() {
        var web = Selector.labels("a=b");
        var node = Selector.by(Index.field("/spec/nodeName"), "n1");
        assertThat(web.and(node).matches(object)).isTrue();
        assertThat(web.and(Selector.labels("a=c")).or(node).matches(object)).isTrue();
        assertThat(web.and(Selector.in("n", "m")).matches(object)).isTrue();
        assertThat(web.and(Selector.in("m")).matches(object)).isFalse();
        assertThat(Selector.in("n").and(Selector.in("m")).or(Selector.in()).matches(object))
                .isFalse();
        assertThat(Selector.by(Index.owner(), "o-1").matches(object)).isTrue();
        assertThat(Selector.all().matches(object)).isTrue();
    }

    @Test
    void aSelectorIsCoveredByWhatAsksForLess() {
        var store = new Store(
                new Kind("", "v1", "Pod", "pods", true),
                List.of(Selection.in("n").labelled("a"), Selection.in("m"), Selection.ALL.fields("spec.node=x")),
                _ -> {});
        assertThat(store.covers(Selector.in("m"))).isTrue();
        assertThat(store.covers(Selector.in("n"))).isFalse();
        assertThat(store.covers(Selector.in("n", "m").and(Selector.labels("b!=c, a"))))
                .isTrue();
        assertThat(store.covers(Selector.all())).isFalse();
        assertThat(store.covers(Selector.fields("spec.node=x,metadata.name=y"))).isTrue();
        assertThat(store.covers(Selector.fields("spec.node=x").or(Selector.in("o"))))
                .isFalse();
        assertThat(store.covers(Selector.all().orElseIn(List.of("m")))).isTrue();
    }
}
