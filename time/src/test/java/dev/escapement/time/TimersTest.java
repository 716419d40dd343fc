package dev.escapement.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

class TimersTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final List<String> fired = new ArrayList<>();
    private final Timers<String> timers =
            new Timers<>(clock, item -> fired.add(item + "@" + clock.now().getEpochSecond()));

    @Test
    void fireInOrderOfTimeAndThenOfScheduling() {
        timers.schedule("c", ofSeconds(2));
        timers.schedule("a", ofSeconds(1));
        timers.schedule("b", ofSeconds(1));
        timers.schedule("later", ofSeconds(9));
        clock.advance(ofSeconds(5));
        assertThat(fired).containsExactly("a@1", "b@1", "c@2");
        assertThat(timers.size()).isEqualTo(1);
    }

    @Test
    void anItemThatIsScheduledAnewIsMoved() {
        timers.schedule("a", ofSeconds(1));
        timers.schedule("a", ofSeconds(3));
        timers.schedule("b", ofSeconds(3));
        timers.schedule("b", ofSeconds(2));
        assertThat(timers.size()).isEqualTo(2);
        clock.advance(ofSeconds(5));
        assertThat(fired).containsExactly("b@2", "a@3");
    }

    @Test
    void withinADelayTheEarliestWins() {
        assertThat(timers.scheduleWithin("a", ofSeconds(2))).isTrue();
        assertThat(timers.scheduleWithin("a", ofSeconds(3))).isFalse();
        assertThat(timers.scheduleWithin("a", ofSeconds(2))).isFalse();
        assertThat(timers.scheduleWithin("a", ofSeconds(1))).isTrue();
        clock.advance(ofSeconds(5));
        assertThat(fired).containsExactly("a@1");
    }

    @Test
    void whatIsCancelledNeverFires() {
        timers.schedule("a", ofSeconds(1));
        timers.schedule("b", ofSeconds(2));
        assertThat(timers.cancel("a")).isTrue();
        assertThat(timers.cancel("a")).isFalse();
        clock.advance(ofSeconds(5));
        assertThat(fired).containsExactly("b@2");
        assertThat(timers.cancel("b")).isFalse();
    }

    @Test
    void aDelayOfZeroOrLessMeansNowButNotOnTheCallersThread() {
        timers.schedule("a", ZERO);
        timers.schedule("b", ofSeconds(-3));
        timers.schedule("c", ofSeconds(Long.MIN_VALUE));
        assertThat(fired).isEmpty();
        clock.advance(ZERO);
        assertThat(fired).containsExactly("a@0", "b@0", "c@0");
    }

    @Test
    void theLongestDelaysDoNotOverflow() {
        timers.schedule("a", ofSeconds(Long.MAX_VALUE));
        timers.schedule("b", ofDays(365_000));
        timers.schedule("c", ofDays(1));
        clock.advance(ofDays(365));
        assertThat(fired).containsExactly("c@86400");
        assertThat(timers.remaining("a")).isGreaterThan(ofDays(365 * 100));
    }

    @Test
    void tellHowLongItIsUntilAnItemIsDue() {
        assertThat(timers.remaining("a")).isNull();
        timers.schedule("a", ofSeconds(3));
        clock.advance(ofSeconds(1));
        assertThat(timers.remaining("a")).isEqualTo(ofSeconds(2));
        clock.advance(ofSeconds(2));
        assertThat(timers.remaining("a")).isNull();
    }

    @Test
    void anActionThatThrowsHurtsNoOther() {
        var calls = new ArrayList<String>();
        var throwing = new Timers<String>(clock, item -> {
            calls.add(item);
            throw new StackOverflowError("deliberate, from the test");
        });
        throwing.schedule("a", ofSeconds(1));
        throwing.schedule("b", ofSeconds(1));
        throwing.schedule("c", ofSeconds(2));
        clock.advance(ofSeconds(3));
        assertThat(calls).containsExactly("a", "b", "c");
    }

    @Test
    void theActionMayScheduleAndCancel() {
        var calls = new ArrayList<String>();
        var holder = new ArrayList<Timers<String>>();
        var chain = new Timers<String>(clock, item -> {
            calls.add(item + "@" + clock.now().getEpochSecond());
            if (calls.size() < 4) {
                holder.getFirst().schedule(item, ofSeconds(2));
            }
            holder.getFirst().cancel("never");
        });
        holder.add(chain);
        chain.schedule("a", ofSeconds(1));
        chain.schedule("never", ofSeconds(1));
        clock.advance(ofSeconds(60));
        assertThat(calls).containsExactly("a@1", "a@3", "a@5", "a@7");
    }

    @Test
    void nothingFiresAfterClose() {
        timers.schedule("a", ofSeconds(1));
        timers.close();
        timers.schedule("b", ofSeconds(1));
        assertThat(timers.scheduleWithin("c", ofSeconds(1))).isFalse();
        assertThat(timers.size()).isZero();
        assertThat(timers.cancel("a")).isFalse();
        assertThat(timers.remaining("a")).isNull();
        clock.advance(ofSeconds(5));
        assertThat(fired).isEmpty();
        timers.close();
    }

    @Test
    void closeFromTheActionEndsWhatIsDueWithIt() {
        var calls = new ArrayList<String>();
        var holder = new ArrayList<Timers<String>>();
        holder.add(new Timers<>(clock, item -> {
            calls.add(item);
            holder.getFirst().close();
        }));
        holder.getFirst().schedule("a", ofSeconds(1));
        holder.getFirst().schedule("b", ofSeconds(1));
        clock.advance(ofSeconds(3));
        assertThat(calls).containsExactly("a");
    }

    @Test
    void aHundredThousandAtOneInstantFireOnceEachInOrderAndLeaveNothingBehind() {
        var calls = new ArrayList<Integer>();
        var many = new Timers<Integer>(clock, calls::add);
        var order = IntStream.range(0, 100_000).boxed().toList();
        order.forEach(i -> many.schedule(i, ofMillis(7)));
        clock.advance(ofMillis(7));
        assertThat(calls).isEqualTo(order);
        assertThat(many.size()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void theClockIsLeftAloneWhenNothingIsScheduledAnyMore() {
        timers.schedule("a", ofSeconds(1));
        timers.cancel("a");
        clock.advance(ofSeconds(1));
        assertThat(clock.pending()).isZero();
    }

    @Test
    void anItemThatIsMovedBeforeAnyOtherIsNotHeldUpByTheEarlierAlarm() {
        var random = new SplittableRandom(1);
        var seen = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            timers.schedule("a" + i, ofNanos(random.nextLong(1_000_000)));
            timers.schedule("a" + random.nextInt(i + 1), ofNanos(random.nextLong(1_000_000)));
        }
        clock.advance(ofMillis(1));
        fired.forEach(item -> assertThat(seen.add(item)).isTrue());
        assertThat(seen).hasSize(1_000);
    }

    @Test
    void whatIsScheduledWhileAllThreadsAreHeldUpIsCalledInTime() {
        var calls = new ArrayList<String>();
        var ends = new ArrayList<String>();
        var table = new ArrayList<Timers<String>>();
        try (var held = new Timers<String>(clock, item -> {
            calls.add(item + "@" + clock.nanos() / 1_000_000);
            switch (item) {
                case "a" -> clock.advance(ofMillis(1)); // as long as Timers are patient: another thread joins
                case "b" -> {
                    table.getFirst().schedule("late", ofMillis(5));
                    clock.advance(ofMillis(20));
                }
                default -> {}
            }
            ends.add(item);
        })) {
            table.add(held);
            held.schedule("a", ofMillis(1));
            held.schedule("b", ofMillis(1));
            clock.advance(ofMillis(1));
        }
        assertThat(calls).containsExactly("a@1", "b@2", "late@7");
        assertThat(ends).containsExactly("late", "b", "a");
    }
}
