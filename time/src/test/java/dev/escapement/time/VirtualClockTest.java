package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VirtualClockTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final ArrayList<String> ran = new ArrayList<>();

    @Test
    void runsWhatIsDueInOrderOfTimeThenOfScheduling() {
        after(2, "c");
        after(1, "a");
        after(1, "b");
        after(9, "later");
        clock.advance(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("a@1", "b@1", "c@2");
        assertThat(clock.now()).isEqualTo(Instant.ofEpochSecond(5));
        assertThat(clock.pending()).isEqualTo(1);
    }

    @Test
    void alsoRunsWhatATimerSchedulesWithinTheWay() {
        clock.schedule(Duration.ofSeconds(1), () -> after(1, "second"));
        clock.advance(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("second@2");
    }

    @Test
    void aPastDelayMeansNow() {
        after(-5, "now");
        clock.advance(Duration.ZERO);
        assertThat(ran).containsExactly("now@0");
    }

    @Test
    void aCancelledTimerDoesNotRun() {
        var timer = clock.schedule(Duration.ofSeconds(1), () -> ran.add("cancelled"));
        assertThat(timer.cancel()).isTrue();
        assertThat(timer.cancel()).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
    }

    @Test
    void wakesASleeper() throws InterruptedException {
        var sleeper = Thread.ofVirtual().start(() -> {
            try {
                clock.sleep(Duration.ofHours(1));
                ran.add("awake");
            } catch (InterruptedException e) {
                ran.add("interrupted");
            }
        });
        while (clock.pending() == 0) {
            Thread.onSpinWait();
        }
        clock.advance(Duration.ofHours(1));
        sleeper.join();
        assertThat(ran).containsExactly("awake");
    }

    @Test
    void stepGoesToTheNextTimerOnly() {
        after(3, "a");
        after(4, "b");
        assertThat(clock.step()).isTrue();
        assertThat(ran).containsExactly("a@3");
        assertThat(clock.step()).isTrue();
        assertThat(clock.step()).isFalse();
        assertThat(clock.now()).isEqualTo(Instant.ofEpochSecond(4));
    }

    private void after(long seconds, String name) {
        clock.schedule(
                Duration.ofSeconds(seconds),
                () -> ran.add(name + "@" + clock.now().getEpochSecond()));
    }
}
