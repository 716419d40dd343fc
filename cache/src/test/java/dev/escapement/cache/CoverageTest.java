package dev.escapement.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import dev.escapement.client.Kind;
import dev.escapement.client.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which questions a cache is known to hold the whole answer to. */
class CoverageTest {
    private static final int SEEDS = 20_000;
    private static final String[] VALUES = {"", "a", "b", "c", "3", "5", "07"};

    @ParameterizedTest(name = "a cache of {0} asked for {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "app in (a,b)   | app=a                 | true",
                "app in (a,b)   | app in (a)            | true",
                "app in (a,b)   | app in (a,c)          | false",
                "app in (a,b)   | app in (a,c),app!=c   | true",
                "app in (a,b)   | app in (a,c),!app     | true",
                "app in (a,b)   | app                   | false",
                "app in (a,b)   | other=a               | false",
                "app=a          | app==a,tier=gold      | true",
                "app            | app=a                 | true",
                "app            | app>3                 | true",
                "app            | app!=a                | false",
                "app            | tier=gold             | false",
                "!app           | !app                  | true",
                "!app           | app!=a                | false",
                "app!=a         | app=b                 | true",
                "app!=a         | app=a                 | false",
                "app!=a         | !app                  | true",
                "app!=a         | app notin (a,b)       | true",
                "app!=a         | app>3                 | true",
                "app notin (a,b)| app!=a                | false",
                "app notin (a,b)| app!=a,app!=b         | true",
                "app notin (3,5)| app>3,app!=5          | true",
                "n>3            | n>5                   | true",
                "n>3            | n>3                   | true",
                "n>3            | n>2                   | false",
                "n>3            | n in (4,5)            | true",
                "n>3            | n in (3,5)            | false",
                "n<3            | n<2                   | true",
                "n<3            | n>2                   | false",
            })
    void ofLabels(String held, String asked, boolean covered) {
        assertThat(cache(Selection.ALL.labelled(held)).covers(Selector.labels(asked)))
                .isEqualTo(covered);
    }

    @ParameterizedTest(name = "a cache of {0} asked for {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name=a         | metadata.name=a,spec.x=1 | true",
                "metadata.name!=a        | metadata.name=b          | true",
                "metadata.name!=a        | metadata.name=a          | false",
                "metadata.name!=a        | spec.x=b                 | false",
                "metadata.namespace!=a   | metadata.namespace=b     | true",
                "spec.x!=a               | spec.x!=a                | true",
                "spec.x!=1               | spec.x=1.0               | false",
                "spec.x!=false           | spec.x=                  | false",
            })
    void ofFields(String held, String asked, boolean covered) {
        assertThat(cache(Selection.ALL.fields(held)).covers(Selector.fields(asked)))
                .isEqualTo(covered);
    }

    @Test
    void whatIsCoveredIsHeldWhateverTheLabels() {
        int covered = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new SplittableRandom(seed);
            var held = selector(random);
            var asked = selector(random);
            if (cache(Selection.ALL.labelled(held)).covers(Selector.labels(asked))) {
                covered++;
                var all = LabelSelector.parse(held);
                var some = LabelSelector.parse(asked);
                for (var labels : allLabels()) {
                    assertThat(!some.matches(labels) || all.matches(labels))
                            .as("seed %s: a cache of %s asked for %s lacks %s", seed, held, asked, labels)
                            .isTrue();
                }
            }
        }
        assertThat(covered).isGreaterThan(SEEDS / 20);
    }

    /** Up to three requirements on two keys. */
    private static String selector(SplittableRandom random) {
        var requirements = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            var key = random.nextInt(4) == 0 ? "l" : "k";
            var one = VALUES[random.nextInt(VALUES.length)];
            var two = VALUES[random.nextInt(VALUES.length)];
            requirements.add(
                    switch (random.nextInt(8)) {
                        case 0 -> key + "=" + one;
                        case 1 -> key + "!=" + one;
                        case 2 -> key + " in (" + one + "," + two + ")";
                        case 3 -> key + " notin (" + one + "," + two + ")";
                        case 4 -> key;
                        case 5 -> "!" + key;
                        case 6 -> key + ">" + random.nextInt(8);
                        default -> key + "<" + random.nextInt(8);
                    });
        }
        return String.join(",", requirements);
    }

    private static List<Map<String, String>> allLabels() {
        var all = new ArrayList<Map<String, String>>();
        var values = new ArrayList<>(List.of("other", "-", "0", "1", "2", "4", "6", "7", "8"));
        values.addAll(List.of(VALUES));
        for (var k : values) {
            for (var l : values) {
                var labels = new HashMap<String, String>();
                if (!k.equals("-")) {
                    labels.put("k", k);
                }
                if (!l.equals("-")) {
                    labels.put("l", l);
                }
                all.add(labels);
            }
        }
        return all;
    }

    private static Store cache(Selection selection) {
        return new Store(new Kind("", "v1", "Thing", "things", true), List.of(selection), _ -> {});
    }
}
