package dev.escapement.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Real objects with bytes that were changed at random, read by the skimmer and by Jackson: both refuse, or both read the same. */
class SkimmerFuzzTest {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final byte[] SPICES =
            "{}[]\",:\\ \n\t0123456789-+.eEtrufalsn/\u0000\u001f".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(strings = {"widget.json", "pod.json"})
    void agreesWithJacksonOnWhateverBecomesOfRealObjects(String file) throws IOException {
        byte[] real = read(file);
        int accepted = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            var document = mutated(real, new SplittableRandom(seed));
            var tree = jackson(document);
            var object = skimmer(document, seed);
            if (object == null) {
                assertThat(tree == null || !isMetadata(tree.path("metadata")))
                        .as("seed %d: refused, but Jackson reads it", seed)
                        .isTrue();
            } else if (tree == null) {
                assertThat(isUtf8(document))
                        .as("seed %d: read, but Jackson refuses it", seed)
                        .isFalse();
            } else {
                compare(seed, tree, object);
                accepted++;
            }
        }
        assertThat(accepted).isGreaterThan(5_000);
    }

    private static void compare(long seed, JsonNode tree, RawObject object) throws IOException {
        var metadata = tree.path("metadata");
        var header = object.header();
        assertThat(header.key().name()).as("name, seed %d", seed).isEqualTo(text(metadata, "name"));
        assertThat(header.key().namespace()).as("namespace, seed %d", seed).isEqualTo(text(metadata, "namespace"));
        assertThat(header.uid()).as("uid, seed %d", seed).isEqualTo(text(metadata, "uid"));
        assertThat(header.resourceVersion()).as("version, seed %d", seed).isEqualTo(text(metadata, "resourceVersion"));
        assertThat(header.generation())
                .as("generation, seed %d", seed)
                .isEqualTo(metadata.path("generation").asLong());
        if (metadata instanceof ObjectNode fields) {
            fields.remove("managedFields");
        }
        assertThat(MAPPER.readTree(object.json())).as("object, seed %d", seed).isEqualTo(tree);
    }

    private static String text(JsonNode metadata, String field) {
        return metadata.path(field).asText("").replace("null", "");
    }

    /** Whether the types are those of metadata; anything else the skimmer refuses, as no API server lets it in. */
    private static boolean isMetadata(JsonNode metadata) {
        for (var name : new String[] {"name", "namespace", "uid", "resourceVersion", "deletionTimestamp"}) {
            var value = metadata.path(name);
            if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
                return false;
            }
        }
        for (var name : new String[] {"labels", "annotations"}) {
            var value = metadata.path(name);
            if (!value.isObject() && !value.isMissingNode() && !value.isNull()) {
                return false;
            }
        }
        for (var name : new String[] {"ownerReferences", "finalizers"}) {
            var value = metadata.path(name);
            if (!value.isArray() && !value.isMissingNode() && !value.isNull()) {
                return false;
            }
        }
        var generation = metadata.path("generation");
        boolean whole = generation.canConvertToLong() && !generation.isFloatingPointNumber();
        return (metadata.isObject() || metadata.isNull() || metadata.isMissingNode())
                && (whole || generation.isMissingNode());
    }

    private static byte[] mutated(byte[] real, SplittableRandom random) {
        var bytes = real;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> {
                    bytes = bytes.clone();
                    bytes[at] = SPICES[random.nextInt(SPICES.length)];
                }
                case 1 -> bytes = spliced(bytes, at, at, new byte[] {SPICES[random.nextInt(SPICES.length)]});
                case 2 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(4)), new byte[0]);
                default -> {
                    int from = random.nextInt(bytes.length);
                    bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 20)));
                }
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        var result = new byte[from + between.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(between, 0, result, from, between.length);
        System.arraycopy(bytes, to, result, from + between.length, bytes.length - to);
        return result;
    }

    private static @Nullable RawObject skimmer(byte[] document, long seed) {
        try {
            return RawObject.of(document);
        } catch (MalformedJsonException e) {
            assertThat(e.offset()).as("seed %d", seed).isBetween(0, document.length);
            return null;
        }
    }

    private static @Nullable JsonNode jackson(byte[] document) throws IOException {
        try {
            var tree = MAPPER.readTree(document);
            return tree.isObject() ? tree : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static boolean isUtf8(byte[] document) {
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] read(String file) throws IOException {
        try (var in = SkimmerFuzzTest.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        }
    }
}
