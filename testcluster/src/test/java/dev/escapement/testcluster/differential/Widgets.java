package dev.escapement.testcluster.differential;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Specs of the custom resource whose schema has something of everything, good ones and bad ones. */
final class Widgets {
    /** The fields of a spec, and values that the schema allows. */
    private static final List<Field> FIELDS = List.of(
            new Field("replicas", 0, 1, 5, 10),
            new Field("weight", 0.5, 2.5),
            new Field("count64", 0, 9007199254740993L, -1),
            new Field("count32", 0, 2147483647),
            new Field("code", "ab", "abcd"),
            new Field("title", "hi", "ünïcödé", "eight888"),
            new Field("when", "2024-02-29T12:00:00Z", "2024-02-29T12:00:00.123+02:00"),
            new Field("day", "2024-02-29"),
            new Field("link", "https://example.com/a?b#c", "relative"),
            new Field("mail", "a@example.com", "A B <a@example.com>"),
            new Field("ip", "10.0.0.1"),
            new Field("id", "123e4567-e89b-12d3-a456-426614174000"),
            new Field("bytes", "aGVsbG8=", ""),
            new Field("note", "text", Tree.nothing(), ""),
            new Field("noted", "text", Tree.nothing()),
            new Field("enabled", true, false),
            new Field("port", 80, "http", "80"),
            new Field("percent", 50, "50%"),
            new Field("tags", Tree.array("a", "b"), Tree.array(), Tree.array("c")),
            new Field("plain", Tree.array("a", "a"), Tree.array("b")),
            new Field("whole", Tree.array(1), Tree.array(1, 2, 1)),
            new Field(
                    "parts",
                    Tree.array(part("p")),
                    Tree.array(part("p"), part("q").put("size", 9)),
                    Tree.array(part("q"), part("p"))),
            new Field(
                    "ports",
                    Tree.array(Tree.object("number", 80)),
                    Tree.array(Tree.object("number", 53, "protocol", "UDP"), Tree.object("number", 53, "target", "x"))),
            new Field("limits", Tree.object("a", 1), Tree.object("a", 1, "b", 2)),
            new Field("fixed", Tree.object("a", "1"), Tree.object("a", "1", "b", "2")),
            new Field(
                    "nested",
                    Tree.object(),
                    Tree.object("mode", "manual"),
                    Tree.object("deep", Tree.object()),
                    Tree.object("deep", Tree.object("value", 1, "level", 2))),
            new Field(
                    "free",
                    Tree.object("known", 1, "other", Tree.array(1, "x")),
                    Tree.object("inner", Tree.object("x", "1"))),
            new Field("anything", 1, "x", true, Tree.array(1, Tree.object("a", 1)), Tree.object("a", Tree.object())),
            new Field(
                    "template",
                    Tree.object("apiVersion", "v1", "kind", "Pod", "metadata", Tree.object("name", "x"), "x", 1)),
            new Field("choice", Tree.object("a", "1"), Tree.object("b", "1")));

    /** Values that the schema refuses, prunes or only warns of. */
    private static final List<Field> BAD = List.of(
            new Field("color", "purple", 1, Tree.nothing(), Tree.object()),
            new Field("replicas", -1, 11, "3", 1.5, true, Tree.nothing()),
            new Field("weight", 0, 0.3, "1", -1),
            new Field("count64", 1.5, "1"),
            new Field("count32", 2147483648L, -2147483649L),
            new Field("code", "a", "abcde", "AB", "", 7),
            new Field("title", "x", "muchtoolong", ""),
            new Field("when", "yesterday", "2024-02-30T00:00:00Z", "2024-02-29"),
            new Field("day", "2024-13-01", "29.2.2024"),
            new Field("link", ":", "", "http://a b"),
            new Field("mail", "nobody", "@"),
            new Field("ip", "10.0.0.256", "::1"),
            new Field("id", "123", "123E4567-E89B-12D3-A456-426614174000", "123e4567e89b12d3a456426614174000"),
            new Field("bytes", "not base64!", "a"),
            new Field("noted", 5),
            new Field("enabled", "true", 1, Tree.nothing()),
            new Field("port", 1.5, true, Tree.object(), Tree.nothing()),
            new Field("percent", "50", "x", 1.5),
            new Field(
                    "tags",
                    Tree.array("a", "a"),
                    Tree.array("a", "b", "c", "d", "e"),
                    Tree.array(1),
                    "a",
                    Tree.array(Tree.nothing())),
            new Field("plain", Tree.nothing(), Tree.object()),
            new Field("whole", Tree.array(), Tree.array("x"), Tree.array(1.0, 2.5)),
            new Field(
                    "parts",
                    Tree.array(part("p"), part("p")),
                    Tree.array(Tree.object("size", 1)),
                    Tree.array(part("p").put("unknown", 1)),
                    Tree.array(Tree.nothing()),
                    Tree.object(),
                    Tree.array("x")),
            new Field(
                    "ports",
                    Tree.array(Tree.object("number", 80), Tree.object("number", 80, "protocol", "TCP")),
                    Tree.array(Tree.object("number", "80")),
                    Tree.array(Tree.object("protocol", "TCP"))),
            new Field(
                    "limits",
                    Tree.object(),
                    Tree.object("a", 0),
                    Tree.object("a", "1"),
                    Tree.object("a", 1, "b", 1, "c", 1, "d", 1)),
            new Field("fixed", Tree.object("c", 1), Tree.array()),
            new Field(
                    "nested",
                    Tree.nothing(),
                    Tree.object("mode", Tree.nothing()),
                    Tree.object("deep", Tree.object("value", "1", "x", 1)),
                    Tree.object("y", Tree.object("z", 1))),
            new Field("free", Tree.object("known", "1"), Tree.object("inner", Tree.object("y", 1)), 1),
            new Field(
                    "template",
                    Tree.object("kind", "Pod"),
                    Tree.object("apiVersion", "v1", "kind", "Pod", "metadata", Tree.object("name", "NOT OK", "x", 1)),
                    Tree.object()),
            new Field("choice", Tree.object(), Tree.object("a", "1", "b", "2"), Tree.object("a", 1)),
            new Field("unknown", 1, Tree.object("a", 1), Tree.nothing()));

    private Widgets() {}

    private static final class Field {
        final String name;
        final JsonNode values;

        Field(String name, Object... values) {
            this.name = name;
            this.values = Tree.array(values);
        }
    }

    private static ObjectNode part(String name) {
        return Tree.object("name", name);
    }

    /** A spec that is valid. */
    static ObjectNode spec(Dice dice) {
        var spec = Tree.object("color", dice.any("red", "green", "blue"));
        for (int i = dice.below(4); i > 0; i--) {
            set(spec, FIELDS, dice);
        }
        return spec;
    }

    /** A spec of which some fields are most likely wrong. */
    static ObjectNode bad(Dice dice) {
        var spec = spec(dice);
        for (int i = dice.below(3); i >= 0; i--) {
            set(spec, BAD, dice);
        }
        return spec;
    }

    private static void set(ObjectNode spec, List<Field> fields, Dice dice) {
        var field = dice.any(fields);
        spec.set(field.name, field.values.get(dice.below(field.values.size())).deepCopy());
    }
}
