package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.LetterBench.header;
import static dev.escapement.LetterBench.id;
import static org.assertj.core.api.Assertions.assertThat;

/** What is remembered, for how long, and what is said of it: without a server. */
class DeadLettersOnAClockTest {
    private static final Duration WEEK = Duration.ofDays(7);

    private final VirtualClock clock = VirtualClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final ApiClient client = ApiClient.of(nowhere());
    private final List<String> told = new ArrayList<>();
    private final List<DeadLetters.Id> released = new ArrayList<>();
    private final Map<ObjectKey, Header> objects = new HashMap<>();
    private final ClusterDeadLetters letters = new ClusterDeadLetters(
            "op",
            client,
            clock,
            (_, regarding, _, reason, _, note) ->
                    told.add(reason + " " + regarding.key().name() + ": " + note),
            id -> objects.containsKey(id.key())
                    ? new ClusterDeadLetters.Subjects.Found(LetterBench.GADGETS, objects.get(id.key()))
                    : null,
            new ClusterDeadLetters.Settings(3, WEEK, "default", List.of()));

    @AfterEach
    void close() {
        letters.close();
        client.close();
    }

    @Test
    void holdsUntilTheObjectAsksForSomethingElseOrIsAnother() {
        park(object("a", "u1", 4), "no");
        assertThat(isParked("a", "u1", 4)).isTrue();
        assertThat(isParked("a", "u1", 5)).isFalse();
        assertThat(isParked("a", "u2", 4)).isFalse();
        assertThat(isParked("b", "u1", 4)).isFalse();
    }

    @Test
    void holdsAnObjectOfAKindWithoutGenerationsByItsUid() {
        park(object("a", "u1", 0), "no");
        assertThat(isParked("a", "u1", 0)).isTrue();
        assertThat(isParked("a", "u2", 0)).isFalse();
    }

    @Test
    void isToldOnceHoweverOftenTheSameHappens() {
        try (var log = new LogLines()) {
            park(object("a", "u1", 1), "3 replicas missing");
            park(object("a", "u1", 2), "2 replicas missing");
            assertThat(told)
                    .containsExactly(
                            "DeadLettered a: reconcile failed 8 times and is left until it changes or is replayed: 3 replicas missing");
            assertThat(log.with("is left until")).hasSize(1).allMatch(line -> line.contains("ERROR"));
            park(object("a", "u1", 2), "no quota");
            assertThat(told).hasSize(2);
        }
    }

    @Test
    void recoveryIsToldOfWhatIsThereAndWasParked() {
        var object = object("a", "u1", 1);
        park(object, "no");
        park(object("gone", "u2", 1), "no");
        objects.remove(new ObjectKey("n", "gone"));
        told.clear();
        try (var log = new LogLines()) {
            letters.settle(id(object));
            letters.settle(id(object));
            letters.settle(id(header(new ObjectKey("n", "gone"), "u2", 1)));
            assertThat(log.with("works again")).hasSize(1).allMatch(line -> line.contains("INFO"));
        }
        assertThat(told).containsExactly("Recovered a: reconcile works again after 8 failed attempts");
        assertThat(isParked("a", "u1", 1)).isFalse();
    }

    @Test
    void aReleaseIsNoRecoveryButWhatFollowsMayBe() {
        var object = object("a", "u1", 1);
        park(object, "no");
        told.clear();
        letters.release(id(object));
        assertThat(isParked("a", "u1", 1)).isFalse();
        assertThat(told).isEmpty();
        letters.settle(id(object));
        assertThat(told).hasSize(1).allMatch(text -> text.startsWith("Recovered"));
    }

    @Test
    void whatFailsAgainAfterAReleaseIsTold() {
        var object = object("a", "u1", 1);
        park(object, "no");
        letters.release(id(object));
        park(object, "no");
        assertThat(told).hasSize(2);
        assertThat(isParked("a", "u1", 1)).isTrue();
    }

    @Test
    void beyondTheLimitTheOldestGoWithOneLine() {
        try (var log = new LogLines()) {
            for (int i = 0; i < 10; i++) {
                park(object("o" + i, "u" + i, 1), "no");
                clock.advance(Duration.ofSeconds(1));
            }
            assertThat(log.with("oldest are dropped")).hasSize(1);
            assertThat(isParked("o6", "u6", 1)).isFalse();
            assertThat(isParked("o7", "u7", 1)).isTrue();
            letters.start();
            clock.advance(Duration.ofHours(5));
            assertThat(log.with("7 dead letters were dropped so far")).hasSize(1);
        }
    }

    @Test
    void anOldOneIsTriedOnceMoreAndRemembersWhenItBegan() {
        letters.onRelease(released::add);
        letters.start();
        var object = object("a", "u1", 1);
        park(object, "no");
        clock.advance(WEEK.minusHours(2));
        assertThat(isParked("a", "u1", 1)).isTrue();
        clock.advance(Duration.ofHours(4));
        assertThat(released).containsExactly(id(object));
        assertThat(isParked("a", "u1", 1)).isFalse();
        park(object, "no");
        clock.advance(WEEK.minusHours(2));
        assertThat(released).hasSize(1);
    }

    private void park(Header object, String error) {
        letters.park(
                id(object),
                LetterBench.GADGETS,
                object,
                new FailedRun((Outcome.Failed) Outcome.failed(error)),
                8,
                List.of());
    }

    private Header object(String name, String uid, long generation) {
        var header = header(new ObjectKey("n", name), uid, generation);
        objects.put(header.key(), header);
        return header;
    }

    private boolean isParked(String name, String uid, long generation) {
        var header = header(new ObjectKey("n", name), uid, generation);
        return letters.isParked(id(header), header);
    }

    private static Config nowhere() {
        var config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:1");
        return config;
    }
}
