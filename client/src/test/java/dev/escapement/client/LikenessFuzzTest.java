package dev.escapement.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sequences of objects that are like each other, or nearly, or not at all: whatever was read before, each is read, or refused at
 * the same byte and with the same words, as by a skimmer that has seen nothing.
 */
class LikenessFuzzTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What may take the place of any part of a document: values, names, and what is neither. */
    private static final String[] PARTS = {
        "null",
        "true",
        "0",
        "-1.5e3",
        "007",
        "12345678901234567890",
        "\"\"",
        "\"a\"",
        "\"\\u00e4\\n\"",
        "\"\\x\"",
        "\"\u0001\"",
        "{}",
        "[]",
        "[1]",
        "{\"a\":1}",
        "{\"a\":{\"b\":[null,{}]}}",
        "\"name\":\"x\",",
        "\"managedFields\":[],",
        ",",
        ":",
        " ",
        "\n",
        "}",
        "]",
        "\"",
        "\\",
        "tru",
        "- 1"
    };

    @ParameterizedTest
    @ValueSource(strings = {"widget.json", "pod.json"})
    void whatWasReadBeforeChangesNothing(String file) throws IOException {
        int accepted = 0;
        for (long seed = 0; seed < 600; seed++) {
            var random = new SplittableRandom(seed);
            var likenesses = new Likenesses();
            var known = new ArrayList<>(originals(file));
            for (int i = 0; i < 50; i++) {
                var before = known.get(random.nextInt(known.size()));
                var document = random.nextInt(6) == 0 ? before : mutated(before, random);
                var alone = new Outcome(document, 0, document.length, Likenesses.NONE);
                int from = random.nextInt(9);
                var within = within(document, from, random);
                var outcome = new Outcome(within, from, from + document.length, likenesses);
                outcome.isThatOf(alone, "seed %d, document %d".formatted(seed, i));
                if (alone.object != null) {
                    accepted++;
                    known.set(random.nextInt(known.size()), document); // changes add up
                }
            }
        }
        assertThat(accepted).isGreaterThan(8_000);
    }

    /** What a skimmer makes of a part of an array: an object or the message of an error. */
    private static final class Outcome {
        private final byte[] bytes;
        private String failure = "";
        private @Nullable RawObject object;
        private int end;

        Outcome(byte[] bytes, int from, int to, Likenesses likenesses) {
            this.bytes = bytes;
            var cursor = new JsonCursor(bytes, from, to);
            try {
                object = new Skimmer(cursor, new Interner(), likenesses).next();
                end = cursor.at - from;
                cursor.expectEnd();
            } catch (MalformedJsonException e) {
                object = null;
                failure = String.valueOf(e.getMessage());
            }
        }

        void isThatOf(Outcome other, String which) {
            assertThat(failure).as(which).isEqualTo(other.failure);
            assertThat(end).as(which).isEqualTo(other.end);
            if (object == null || other.object == null) {
                assertThat(object == other.object).as(which).isTrue();
                return;
            }
            assertThat(object.json()).as(which).isEqualTo(other.object.json());
            assertThat(List.of(
                            object.key(),
                            object.uid(),
                            object.resourceVersion(),
                            object.generation(),
                            object.deleting()))
                    .as(which)
                    .isEqualTo(List.of(
                            other.object.key(),
                            other.object.uid(),
                            other.object.resourceVersion(),
                            other.object.generation(),
                            other.object.deleting()));
            assertThat(bytes.length).as(which).isGreaterThanOrEqualTo(end);
        }
    }

    private static List<byte[]> originals(String file) throws IOException {
        try (var in = LikenessFuzzTest.class.getResourceAsStream(file)) {
            var real = in.readAllBytes();
            var spaced = MAPPER.readTree(real).toPrettyString().getBytes(StandardCharsets.UTF_8);
            return List.of(real, real, real, spaced);
        }
    }

    /** The document with other bytes before and behind it, as in a chunk of a stream. */
    private static byte[] within(byte[] document, int from, SplittableRandom random) {
        var bytes = new byte[from + document.length + random.nextInt(9)];
        Arrays.fill(bytes, (byte) "}\"0 {".charAt(random.nextInt(5)));
        System.arraycopy(document, 0, bytes, from, document.length);
        return bytes;
    }

    /** As a rule one token becomes another one; now and then anything happens anywhere. */
    private static byte[] mutated(byte[] document, SplittableRandom random) {
        var text = new String(document, StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int from = tokenBefore(text, at);
            int to = tokenEnd(text, from);
            String part = PARTS[random.nextInt(PARTS.length)];
            switch (random.nextInt(12)) {
                case 0 -> text = text.substring(0, at) + part + text.substring(at);
                case 1 ->
                    text = text.substring(0, at) + text.substring(Math.min(text.length(), at + 1 + random.nextInt(30)));
                case 2 -> text = text.substring(0, from) + part + text.substring(to);
                case 3 -> text = text.substring(0, from) + "\"l\":0," + text.substring(from); // often a further member
                case 4 -> text = text.substring(0, to) + " " + text.substring(to);
                default ->
                    text = text.substring(0, from) + alike(text.substring(from, to), random) + text.substring(to);
            }
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int tokenBefore(String text, int at) {
        int from = at;
        while (from > 0 && "{}[],:\n ".indexOf(text.charAt(from - 1)) < 0) {
            from--;
        }
        return from;
    }

    private static int tokenEnd(String text, int from) {
        int to = from;
        while (to < text.length() && "{}[],:\n ".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        return to;
    }

    /** A token of the same kind with another text, longer or shorter. */
    private static String alike(String token, SplittableRandom random) {
        if (token.length() < 2) {
            return token.isEmpty() ? token : Integer.toString(random.nextInt(200));
        }
        int at = 1 + random.nextInt(token.length() - 1);
        return switch (random.nextInt(3)) {
            case 0 -> token.substring(0, at) + random.nextInt(100) + token.substring(at);
            case 1 ->
                token.substring(0, at)
                        + token.substring(Math.max(at, Math.min(token.length() - 1, at + random.nextInt(9))));
            default -> token.substring(0, at) + "\\n" + token.substring(at);
        };
    }
}
