package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "'', ConfigMap, a.b-c, true",
        "'', ConfigMap, A, false",
        "'', ConfigMap, -a, false",
        "'', Namespace, a.b, false",
        "'', Service, 1a, true",
        "rbac.authorization.k8s.io, ClusterRole, system:Node, true",
        "rbac.authorization.k8s.io, Role, a/b, false",
        "example.dev, Gadget, a.b, true",
    })
    void eachKindHasItsRuleForNames(String group, String kind, String name, boolean valid) {
        assertThat(Names.check(group, kind, name).isEmpty()).isEqualTo(valid);
    }

    @Test
    void aNameOfMoreThan253CharactersIsTooLong() {
        assertThat(Names.check("", "ConfigMap", "a".repeat(254)))
                .extracting(Cause::message)
                .containsExactly("Invalid value: \"" + "a".repeat(254) + "\": must be no more than 253 characters");
    }

    @Test
    void noFinalizerMayBeAddedToADeletedObject() {
        var before = Recorded.json(
                "{'metadata':{'name':'a','resourceVersion':'1','deletionTimestamp':'x','finalizers':['e/a']}}");
        var after = before.deepCopy();
        after.withArray("/metadata/finalizers").add("e/b");
        assertThat(Names.validateMetadataUpdate(after, before))
                .containsExactly(new Cause(
                        "FieldValueForbidden",
                        "metadata.finalizers",
                        "Forbidden: no new finalizers can be added if the object is being deleted, "
                                + "found new finalizers []string{\"e/b\"}"));
    }

    @Test
    void anUpdateNeedsAVersionAndKeepsTheUid() {
        var before = Recorded.json("{'metadata':{'name':'a','uid':'1','resourceVersion':'1'}}");
        var after = Recorded.json("{'metadata':{'name':'a','uid':'2'}}");
        assertThat(Names.validateMetadataUpdate(after, before))
                .extracting(Cause::text)
                .containsExactly(
                        "metadata.resourceVersion: Invalid value: \"\": must be specified for an update",
                        "metadata.uid: Invalid value: \"2\": field is immutable");
    }
}
