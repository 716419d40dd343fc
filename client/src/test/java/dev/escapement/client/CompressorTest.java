package dev.escapement.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class CompressorTest {
    private final Compressor compressor = new Compressor();

    @Test
    void whatObjectsHaveInCommonIsNotKept() {
        RawObject last = null;
        for (int i = 0; i < 100; i++) {
            var object = RawObject.of(widget(i));
            last = compressor.compress(object);
            assertThat(last.json()).isEqualTo(object.json());
        }
        assertThat(last.kept()).isLessThan(last.json().length / 5);
    }

    @Test
    void theHeaderIsReadAsBefore() {
        compressor.compress(RawObject.of(widget(1)));
        var object = RawObject.of(widget(2));
        var compressed = compressor.compress(object);
        assertThat(compressed).isNotSameAs(object);
        assertThat(compressed.key()).isEqualTo(object.key());
        assertThat(compressed.uid()).isEqualTo(object.uid());
        assertThat(compressed.resourceVersion()).isEqualTo(object.resourceVersion());
        assertThat(compressed.generation()).isEqualTo(object.generation());
        assertThat(compressed.created()).isEqualTo(object.created());
        assertThat(compressed.labels()).isEqualTo(object.labels()).isNotEmpty();
        assertThat(compressed.annotations()).isEqualTo(object.annotations());
        assertThat(compressed.owners()).isEqualTo(object.owners());
        assertThat(compressed.finalizers()).isEqualTo(object.finalizers());
        assertThat(compressed.deleting()).isFalse();
        assertThat(compressed.isNewerThan(object)).isFalse();
        assertThat(compressor.compress(compressed)).as("once is enough").isSameAs(compressed);
    }

    @Test
    void whatHasNothingInCommonStaysAsItIs() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            var noise = new StringBuilder();
            random.ints(3_000, 'a', 'z' + 1).forEach(c -> noise.append((char) c));
            var object = RawObject.of("{\"metadata\":{\"name\":\"n\"},\"data\":\"%s\"}"
                    .formatted(noise)
                    .getBytes(UTF_8));
            var kept = compressor.compress(object);
            assertThat(kept.json()).isEqualTo(object.json());
            assertThat(i < 20 || kept == object)
                    .as("what is in the dictionary is found there")
                    .isTrue();
        }
    }

    @Test
    void anyDocumentsComeBackAsTheyWere() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new SplittableRandom(seed);
            var ours = new Compressor();
            var objects = new ArrayList<RawObject>();
            var texts = new ArrayList<byte[]>();
            for (int i = random.nextInt(1, 30); i > 0; i--) {
                var text = document(random).getBytes(StandardCharsets.UTF_8);
                texts.add(text);
                objects.add(ours.compress(RawObject.of(text)));
            }
            for (int i = 0; i < texts.size(); i++) { // also when the dictionary has grown since
                assertThat(objects.get(i).json())
                        .as("seed %d, object %d", seed, i)
                        .isEqualTo(texts.get(i));
            }
        }
    }

    @Test
    void manyThreadsFillOneDictionary() {
        var objects = IntStream.range(0, 4_000).mapToObj(i -> widget(i % 800)).toList();
        var wrong = objects.parallelStream()
                .filter(text -> !java.util.Arrays.equals(
                        compressor.compress(RawObject.of(text)).json(),
                        RawObject.of(text).json()))
                .count();
        assertThat(wrong).isZero();
    }

    /** Few words, so that a lot is repeated: near and far, overlapping, at the very end; now and then more than a reference reaches. */
    private static String document(SplittableRandom random) {
        var data = new StringBuilder();
        int words = 1 << random.nextInt(random.nextInt(8) == 0 ? 15 : 9);
        int known = random.nextInt(1, 40);
        for (int i = 0; i < words; i++) {
            var letter = Character.toString('a' + random.nextInt(known) % 26);
            data.append(letter.repeat(random.nextInt(1, 12)));
        }
        return "{\"metadata\":{\"name\":\"n%d\"},\"data\":\"%s\"}".formatted(random.nextInt(100), data);
    }

    private static byte[] widget(int number) {
        return """
                {"apiVersion":"bench.example.dev/v1","kind":"Widget","metadata":{"annotations":{"bench.example.dev/owner":"team-%d"},\
                "creationTimestamp":"2026-11-21T16:57:54Z","finalizers":["bench.example.dev/cleanup"],"generation":%d,\
                "labels":{"app.kubernetes.io/instance":"w-%05d","app.kubernetes.io/name":"widget"},\
                "managedFields":[{"manager":"harness","operation":"Update"}],"name":"w-%05d","namespace":"bench-%d",\
                "ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"o","uid":"u-%d","controller":true}],\
                "resourceVersion":"%d","uid":"5d0bc1f4-7c0a-4f2e-9d0e-%012x"},"spec":{"payload":"%s","size":%d},\
                "status":{"observedGeneration":%d,"phase":"Ready"}}""".formatted(
                        number % 7,
                        number,
                        number,
                        number,
                        number % 10,
                        number,
                        1_000_000 + number,
                        number,
                        "The payload of widget %d. ".formatted(number).repeat(30),
                        number,
                        number)
                .getBytes(StandardCharsets.UTF_8);
    }
}
