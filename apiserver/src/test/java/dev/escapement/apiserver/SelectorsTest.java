package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SelectorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1              | true",
                "a==1             | true",
                "a = 2            | false",
                "a!=1             | false",
                "a!=2             | true",
                "z!=2             | true",
                "a in (1,2)       | true",
                "a in (2, 3)      | false",
                "z in (1)         | false",
                "a notin (2)      | true",
                "z notin (2)      | true",
                "a notin (1)      | false",
                "a                | true",
                "z                | false",
                "!z               | true",
                "!a               | false",
                "a=1,e=           | true",
                "a=1,!z,e in ()   | true",
                "e in (,x)        | true",
                "n>4              | true",
                "n<4              | false",
                "a>x.y/z          | error",
                "a=1,z            | false",
                "app.dev/name=web | true",
                "in in (in)       | true",
            })
    void labelSelectorsFollowTheGrammar(String selector, String expected) {
        var labels = Recorded.json("{'a':'1','e':'','n':'5','app.dev/name':'web','in':'in'}");
        String actual;
        try {
            actual = String.valueOf(LabelSelector.parse(selector).matches(labels));
        } catch (ApiException refused) {
            actual = "error";
        }
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a in b      | unable to parse requirement: found 'b' expected: '('",
                "a=1,        | found '', expected: identifier after ','",
                ",a          | found ',', expected: !, identifier, or 'end of string'",
                "a=1 b       | found 'b', expected: ',' or 'end of string'",
                "a b         | unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
                "a==(        | unable to parse requirement: found '(', expected: identifier",
            })
    void wrongLabelSelectorsAreRefusedInTheRealServersWords(String selector, String message) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOf(ApiException.class)
                .hasMessage(message);
    }

    @Test
    void aSelectorOfAnObjectMatchesLikeItsText() throws ApiException {
        var selector = Recorded.json("{'matchLabels':{'a':'1'},'matchExpressions':["
                + "{'key':'b','operator':'In','values':['x','y']},{'key':'c','operator':'DoesNotExist'}]}");
        assertThat(LabelSelector.from(selector).matches(Recorded.json("{'a':'1','b':'y'}")))
                .isTrue();
        assertThat(LabelSelector.from(selector).matches(Recorded.json("{'a':'1','b':'y','c':''}")))
                .isFalse();
        assertThat(LabelSelector.from(Recorded.json("{}")).matches(null)).isTrue();
        assertThat(LabelSelector.from(null).matches(Recorded.json("{'a':'1'}"))).isFalse();
    }

    @Test
    void anEmptySelectorMatchesEverything() throws ApiException {
        assertThat(LabelSelector.parse("").matches(null)).isTrue();
        assertThat(FieldSelector.parse("").matches(Recorded.json("{}"))).isTrue();
    }

    @Test
    void fieldSelectorsCompareSingleFields() throws ApiException {
        var pod = Recorded.json("{'metadata':{'name':'a'},'spec':{'nodeName':'n,1'},'status':{'phase':'Running'}}");
        assertThat(FieldSelector.parse("metadata.name=a,status.phase!=Failed").matches(pod))
                .isTrue();
        assertThat(FieldSelector.parse("metadata.name==b").matches(pod)).isFalse();
        assertThat(FieldSelector.parse("spec.nodeName=n\\,1").matches(pod)).isTrue();
        assertThat(FieldSelector.parse("metadata.namespace=").matches(pod)).isTrue();
        assertThat(FieldSelector.parse("metadata.name=a,status.phase!=Failed").fields())
                .containsExactly("metadata.name", "status.phase");
    }

    @Test
    void wrongFieldSelectorsAreRefusedInTheRealServersWords() {
        assertThatThrownBy(() -> FieldSelector.parse("foo"))
                .hasMessage("invalid selector: 'foo'; can't understand 'foo'");
        assertThatThrownBy(() -> FieldSelector.parse("a=\\x"))
                .hasMessage("invalid field selector: invalid escape sequence: \\x");
        assertThatThrownBy(() -> FieldSelector.parse("a=b=c"))
                .hasMessage("invalid field selector: unescaped character in value: 61");
    }
}
