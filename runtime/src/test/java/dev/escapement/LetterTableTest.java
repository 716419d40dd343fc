package dev.escapement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.escapement.DeadLetters.Failure;
import dev.escapement.Letter.State;
import dev.escapement.Letter.Subject;
import dev.escapement.client.ObjectKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LetterTableTest {
    private final LetterTable table = new LetterTable(3);

    @Test
    void theOldestGoWhenThereAreTooMany() {
        table.park(letter("b", 2));
        table.park(letter("a", 1));
        table.park(letter("c", 3));
        assertThat(table.park(letter("d", 4)).dropped())
                .extracting(l -> l.place().name())
                .containsExactly("a");
        assertThat(table.at(letter("a", 1).place())).isNull();
        assertThat(table.all()).hasSize(3);
    }

    @Test
    void whatIsReleasedGoesFirstAndWhatHasJustComeLast() {
        table.park(letter("a", 1));
        table.park(letter("b", 1));
        table.park(letter("c", 1));
        assertThat(table.change(letter("c", 1), State.RELEASED)).isTrue();
        assertThat(table.park(letter("d", 1)).dropped())
                .extracting(l -> l.place().name())
                .containsExactly("c");
        assertThat(table.park(letter("e", 1)).dropped())
                .extracting(l -> l.place().name())
                .doesNotContain("e");
    }

    @Test
    void anOlderLetterFromTheClusterDoesNotReplaceANewerOne() {
        table.park(letter("a", 5));
        assertThat(table.adopt(letter("a", 4)).now().last()).isEqualTo(Instant.ofEpochSecond(5));
        assertThat(table.adopt(letter("a", 6)).now().last()).isEqualTo(Instant.ofEpochSecond(6));
        assertThat(table.at(letter("a", 6).place())).isEqualTo(letter("a", 6));
    }

    @Test
    void aLetterThatWasParkedAnewIsNotReleasedInTheNameOfTheOldOne() {
        table.park(letter("a", 1));
        table.park(letter("a", 2));
        assertThat(table.change(letter("a", 1), State.RELEASED)).isFalse();
        assertThat(table.at(letter("a", 1).place())).isNotNull();
    }

    @Test
    void aRowOfFailuresIsCountedOnce() {
        var first = letter("a", 10, 10, 3, 8, 9, 10);
        var trial = letter("a", 20, 8, 4, 8, 9, 10, 20).continuing(first);
        assertThat(trial.attempts()).isEqualTo(4);
        assertThat(trial.history()).hasSize(4);
        var afterRestart = letter("a", 40, 30, 2, 30, 40).continuing(trial);
        assertThat(afterRestart.attempts()).isEqualTo(6);
        assertThat(afterRestart.first()).isEqualTo(Instant.ofEpochSecond(8));
        assertThat(afterRestart.history())
                .extracting(failure -> failure.at().getEpochSecond())
                .containsExactly(9L, 10L, 20L, 30L, 40L);
    }

    @Test
    void textsAreBounded() {
        var failures = List.of(new Failure(Instant.EPOCH, "x".repeat(10_000)));
        var letter = new Letter(
                letter("a", 1).id(),
                letter("a", 1).place(),
                new Subject("v1", "ConfigMap", "u", 1),
                State.PARKED,
                "y".repeat(1020) + "\uD83D\uDE00".repeat(10),
                "f",
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                failures);
        assertThat(letter.error()).hasSizeLessThanOrEqualTo(1024).endsWith("y...");
        assertThat(letter.history().getFirst().error()).hasSize(256);
    }

    @Test
    void manyThreadsLeaveItWhole() throws InterruptedException {
        var shared = new LetterTable(20);
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            int seed = t;
            threads.add(Thread.ofPlatform().start(() -> {
                var random = new SplittableRandom(seed);
                for (int i = 0; i < 5000; i++) {
                    var letter = letter("k" + random.nextInt(40), random.nextInt(100));
                    switch (random.nextInt(5)) {
                        case 0 -> shared.remove(letter.id());
                        case 1 -> shared.change(letter, State.RELEASED);
                        case 2 -> shared.adopt(letter);
                        default -> shared.park(letter);
                    }
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(shared.all()).hasSizeLessThanOrEqualTo(20);
        for (var letter : shared.all()) {
            assertThat(shared.at(letter.place())).isEqualTo(letter.state() == State.RELEASED ? null : letter);
            shared.remove(letter.id());
            assertThat(shared.at(letter.place())).isNull();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(shared.park(letter("n" + i, i)).dropped()).isEmpty();
        }
    }

    static Letter letter(String name, long last) {
        return letter(name, last, last, 1, last);
    }

    private static Letter letter(String name, long last, long first, int attempts, long... failures) {
        var history = new ArrayList<Failure>();
        for (long failure : failures) {
            history.add(new Failure(Instant.ofEpochSecond(failure), "e"));
        }
        return new Letter(
                new DeadLetters.Id("c", "reconcile", new ObjectKey("n", name)),
                new ObjectKey("n", name),
                new Subject("v1", "ConfigMap", "uid-" + name, 1),
                State.PARKED,
                "e",
                "f",
                attempts,
                Instant.ofEpochSecond(first),
                Instant.ofEpochSecond(last),
                history);
    }
}
