package dev.escapement.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SkimmerTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void readsTheHeader() {
        var header = skim("""
                {"apiVersion": "v1", "kind": "ConfigMap", "data": {"metadata": "{\\"name\\": \\"no\\"}"},
                 "metadata": {"name": "a", "namespace": "n", "uid": "u", "resourceVersion": "12", "generation": 3,
                  "deletionTimestamp": "2026-01-01T00:00:00Z", "labels": {"x": "y", "e": ""}, "annotations": {"\\u0061": "\\"q\\""},
                  "finalizers": ["f/1"], "ownerReferences": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "d",
                  "uid": "du", "controller": true, "blockOwnerDeletion": true}]}}""").header();
        assertThat(header.key()).isEqualTo(new ObjectKey("n", "a"));
        assertThat(header.uid()).isEqualTo("u");
        assertThat(header.resourceVersion()).isEqualTo("12");
        assertThat(header.generation()).isEqualTo(3);
        assertThat(header.deleting()).isTrue();
        assertThat(header.labels()).isEqualTo(Map.of("x", "y", "e", ""));
        assertThat(header.annotations()).isEqualTo(Map.of("a", "\"q\""));
        assertThat(header.owners()).containsExactly(new OwnerReference("apps/v1", "Deployment", "d", "du", true));
        assertThat(header.finalizers()).containsExactly("f/1");
    }

    @Test
    void readsWhenItWasCreatedWhereverThatStands() {
        var created = Instant.parse("2026-01-02T03:04:05Z");
        assertThat(skim("{\"metadata\":{\"name\":\"a\",\"creationTimestamp\":\"2026-01-02T03:04:05Z\"}}")
                        .header()
                        .created())
                .isEqualTo(created);
        assertThat(skim("""
                {"spec": {"metadata": {"creationTimestamp": "2020-01-01T00:00:00Z"}}, "metadata": {"managedFields": [],
                 "labels": {"creationTimestamp": "x"}, "creationTimestamp" : "2026-01-02T03:04:05Z"}}""").created()).isEqualTo(created);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"metadata\":null}",
                "{\"metadata\":{}}",
                "{\"metadata\":{\"creationTimestamp\":null}}",
                "{\"metadata\":{\"creationTimestamp\":7}}",
                "{\"metadata\":{\"creationTimestamp\":\"yesterday\"}}",
            })
    void whatDoesNotSayWhenItWasCreatedIsOfTheEpoch(String json) {
        assertThat(skim(json).created()).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"metadata\":{\"managedFields\":[{\"a\":1}],\"name\":\"a\"}}",
                "{\"metadata\":{\"name\":\"a\",\"managedFields\":[{\"a\":[1,{}]}]}}",
                "{\"metadata\":{\"name\":\"a\" , \"managedFields\" : [ ] , \"uid\":\"u\"}}",
                "{\"metadata\":{\"managedFields\":null}}",
                "{\"metadata\":{ \"managedFields\" : {} , \"name\":\"a\"},\"managedFields\":1}",
            })
    void cutsManagedFieldsOutWhereverTheyStand(String json) throws IOException {
        var expected = (ObjectNode) MAPPER.readTree(json);
        ((ObjectNode) expected.get("metadata")).remove("managedFields");
        assertThat(MAPPER.readTree(skim(json).json())).isEqualTo(expected);
    }

    @Test
    void agreesWithJacksonOnRandomDocuments() throws IOException {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new SplittableRandom(seed);
            var tree = MAPPER.createObjectNode();
            fill(tree, random, 0);
            var metadata = tree.putObject("metadata");
            fill(metadata, random, 0);
            metadata.put("name", text(random));
            metadata.put("resourceVersion", "7");
            fill(metadata.putObject("labels"), random, 9);
            if (random.nextBoolean()) {
                fill(metadata.putObject("managedFields"), random, 0);
            }
            fill(tree, random, 0);
            var bytes =
                    (random.nextBoolean() ? tree.toPrettyString() : tree.toString()).getBytes(StandardCharsets.UTF_8);
            var skimmed = Skimmer.skim(bytes);
            metadata.remove("managedFields");
            assertThat(MAPPER.readTree(skimmed.json())).as("seed " + seed).isEqualTo(tree);
            assertThat(skimmed.header().key().name())
                    .isEqualTo(metadata.get("name").asText());
            assertThat(MAPPER.valueToTree(skimmed.header().labels()).toString().length())
                    .isEqualTo(metadata.get("labels").toString().length());
        }
    }

    @Test
    void anyCutOfADocumentIsAnErrorAndNeverAnObject() {
        var json =
                "{\"metadata\":{\"name\":\"a\",\"labels\":{\"k\":\"v\"},\"generation\":12},\"spec\":[1,{\"a\":null}]}"
                        .getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < json.length; length++) {
            var cut = java.util.Arrays.copyOf(json, length);
            assertThatThrownBy(() -> Skimmer.skim(cut))
                    .as("length " + length)
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void saysWhereTheDocumentIsBroken() {
        assertThatThrownBy(() -> skim("{\"a\":[1}}")).hasMessageContaining("expected a comma or ] at byte 7");
        assertThatThrownBy(() -> skim("{\"a\" 1}")).hasMessageContaining("expected a colon at byte 5");
        assertThatThrownBy(() -> skim("{} {}")).hasMessageContaining("expected the end of the document at byte 3");
    }

    @Test
    void splitsAStreamAtAnyChunkBoundary() {
        var text = "{\"a\":\"}{\\\"\"}\n{\"b\":[{}]}{\"c\":1}\n".getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= text.length; first++) {
            for (int second = first; second <= text.length; second++) {
                var documents = new ArrayList<String>();
                var splitter = new FrameSplitter<>(SkimmerTest::document, documents::add);
                splitter.accept(ByteBuffer.wrap(text, 0, first));
                splitter.accept(ByteBuffer.wrap(text, first, second - first));
                splitter.accept(ByteBuffer.wrap(text, second, text.length - second));
                assertThat(documents).containsExactly("{\"a\":\"}{\\\"\"}", "{\"b\":[{}]}", "{\"c\":1}");
                assertThat(splitter.isPartial()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", " \t\n", "\n\n", "\n \n", ""})
    void linesMayEndInAnyWay(String end) {
        var text = ("{\"a\":1}" + end + "{\n \"b\": [2,\n3]\n}" + end + "{}" + end).getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= text.length; first++) {
            var documents = new ArrayList<String>();
            var splitter = new FrameSplitter<>(SkimmerTest::document, documents::add);
            splitter.accept(ByteBuffer.wrap(text, 0, first));
            splitter.accept(ByteBuffer.wrap(text, first, text.length - first));
            assertThat(documents).containsExactly("{\"a\":1}", "{\n \"b\": [2,\n3]\n}", "{}");
            assertThat(splitter.isPartial()).isFalse();
        }
    }

    @Test
    void readsAPageOfAList() {
        var page = ObjectList.parse(
                ("{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"9\",\"continue\":\"c\"},"
                                + "\"items\":[{\"metadata\":{\"name\":\"a\"}},{\"metadata\":{\"name\":\"b\"}}]}")
                        .getBytes(StandardCharsets.UTF_8),
                new Interner());
        assertThat(page.resourceVersion()).isEqualTo("9");
        assertThat(page.next()).isEqualTo("c");
        assertThat(page.items()).extracting(o -> o.header().key().name()).containsExactly("a", "b");
    }

    @Test
    void anErrorFrameIsTheServersRefusal() {
        var frame =
                "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old\"}}";
        var cursor = new JsonCursor(frame.getBytes(StandardCharsets.UTF_8), 0, frame.length());
        assertThatThrownBy(() -> WatchEvent.parse(cursor, new Interner(), Likenesses.NONE))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.isGone()).isTrue())
                .hasMessage("watch: too old (HTTP 410 Expired)");
    }

    private static String document(JsonCursor cursor) {
        int from = cursor.start();
        cursor.skipValue();
        return new String(cursor.bytes, from, cursor.at - from, StandardCharsets.UTF_8);
    }

    private static RawObject skim(String json) {
        return Skimmer.skim(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void fill(ObjectNode object, SplittableRandom random, int depth) {
        for (int i = random.nextInt(5); i > 0; i--) {
            var name = "f" + text(random);
            switch (depth > 3 ? 3 : random.nextInt(6)) {
                case 0 -> fill(object.putObject(name), random, depth + 1);
                case 1 -> fill(object.putArray(name), random, depth + 1);
                case 2 -> object.put(name, random.nextDouble() * 1e9);
                case 3 -> object.put(name, text(random));
                case 4 -> object.putNull(name);
                default -> object.put(name, random.nextBoolean());
            }
        }
    }

    private static void fill(ArrayNode array, SplittableRandom random, int depth) {
        for (int i = random.nextInt(4); i > 0; i--) {
            if (random.nextBoolean()) {
                fill(array.addObject(), random, depth + 1);
            } else {
                array.add(text(random));
            }
        }
    }

    private static String text(SplittableRandom random) {
        var alphabet = "ab\"\\/{}[]:, \n\t\u00e4\u20ac\u0001";
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
