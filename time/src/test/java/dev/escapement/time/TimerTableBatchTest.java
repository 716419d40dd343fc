package dev.escapement.time;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is done to a table in batches must be as what is done to another one by one. */
class TimerTableBatchTest {
    /** At and around one and two of the batches that the table works on. */
    private static final int[] COUNTS = {0, 1, 2, 31, 32, 33, 63, 64, 65, 100};

    /** Few hash codes, so that keys collide. */
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number % 61;
        }
    }

    private TimerTable<Key> batched;
    private TimerTable<Key> single;

    @BeforeEach
    void begin() {
        batched = new TimerTable<>();
        single = new TimerTable<>();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 2_000})
    void behavesAsOneByOneForEachSeed(int keys) {
        for (long seed = 0; seed < 100; seed++) {
            begin();
            var random = new SplittableRandom(seed);
            for (int step = 0; step < 40; step++) {
                int count = COUNTS[random.nextInt(COUNTS.length)];
                switch (random.nextInt(4)) {
                    case 0, 1 -> scheduleAll(random, keys, random.nextInt(1, 200), count);
                    case 2 -> takeDue(random.nextInt(200), count);
                    default -> moveOne(random, keys);
                }
                compare(keys);
            }
            takeDue(Long.MAX_VALUE, Integer.MAX_VALUE);
            assertThat(batched.scheduled()).isZero();
        }
    }

    private static int[] counts() {
        return COUNTS;
    }

    @ParameterizedTest
    @MethodSource("counts")
    void keysThatAreDueAtOnceAreTakenInTheOrderOfTheBatch(int count) {
        var keys = new Key[count + 1];
        for (int i = 0; i <= count; i++) {
            keys[i] = new Key(count - i);
        }
        batched.scheduleAll(keys, new long[count + 1], count);
        var taken = new ArrayList<Key>();
        batched.takeDue(-1, taken, 1_000);
        assertThat(taken).as("nothing is due").isEmpty();
        batched.takeDue(0, taken, 1_000);
        assertThat(taken)
                .as("the one beyond the count is not looked at")
                .isEqualTo(List.of(keys).subList(0, count));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void ofEqualKeysInABatchTheLastCounts(int count) {
        var keys = new Key[count];
        var dues = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = new Key(0);
            dues[i] = (i * 37) % 101;
        }
        batched.scheduleAll(keys, dues, count);
        assertThat(batched.size()).isEqualTo(Math.min(1, count));
        assertThat(batched.earliest(-1)).isEqualTo(count == 0 ? -1 : dues[count - 1]);
    }

    @ParameterizedTest
    @MethodSource("counts")
    void noMoreAreTakenThanAskedFor(int max) {
        schedule(200);
        var taken = new ArrayList<Key>();
        taken.add(new Key(-1));
        batched.takeDue(1_000, taken, max);
        assertThat(taken).as("added to what was there").hasSize(1 + max);
        assertThat(batched.size()).isEqualTo(200 - max);
        batched.takeDue(1_000, taken, -1);
        assertThat(batched.scheduled()).isEqualTo(200 - max);
        for (int i = 1; i <= max; i++) {
            assertThat(taken.get(i)).isEqualTo(new Key(i - 1));
            assertThat(batched.find(new Key(i - 1))).isNegative();
        }
    }

    @ParameterizedTest
    @MethodSource("counts")
    void whatIsNotDueYetStays(int due) {
        schedule(200);
        var taken = new ArrayList<Key>();
        batched.takeDue(due - 1, taken, 1_000);
        assertThat(taken).hasSize(due);
        assertThat(batched.earliest(-1)).isEqualTo(due);
    }

    /** So many keys, which are due at 0, 1, 2, ... */
    private void schedule(int count) {
        var keys = new Key[count];
        var dues = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = new Key(i);
            dues[i] = i;
        }
        batched.scheduleAll(keys, dues, count);
    }

    private void scheduleAll(SplittableRandom random, int keys, int times, int count) {
        var some = new Key[COUNTS[COUNTS.length - 1]];
        var dues = new long[some.length];
        for (int i = 0; i < count; i++) {
            some[i] = new Key(random.nextInt(keys));
            dues[i] = random.nextInt(times);
            single.schedule(single.obtain(some[i]), dues[i]);
        }
        batched.scheduleAll(some, dues, count);
    }

    private void takeDue(long now, int max) {
        var expected = new ArrayList<Key>();
        for (Key key; expected.size() < max && (key = single.takeDue(now)) != null; ) {
            expected.add(key);
        }
        var taken = new ArrayList<Key>();
        batched.takeDue(now, taken, max);
        assertThat(taken).isEqualTo(expected);
    }

    /** Batches must not disturb, nor be disturbed by, what is done to single keys in between. */
    private void moveOne(SplittableRandom random, int keys) {
        var key = new Key(random.nextInt(keys));
        long due = random.nextInt(-1, 200);
        for (var table : List.of(batched, single)) {
            if (due < 0) {
                table.forget(key);
            } else {
                table.schedule(table.obtain(key), due);
            }
        }
    }

    private void compare(int keys) {
        assertThat(batched.size()).isEqualTo(single.size());
        assertThat(batched.scheduled()).isEqualTo(single.scheduled());
        assertThat(batched.earliest(-1)).isEqualTo(single.earliest(-1));
        for (int i = 0; i < keys; i++) {
            int one = batched.find(new Key(i));
            int other = single.find(new Key(i));
            if (one < 0 != other < 0 || (one >= 0 && batched.due(one) != single.due(other))) {
                throw new AssertionError("the key " + i + " is due at another time");
            }
        }
    }
}
