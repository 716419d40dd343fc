package dev.escapement.time;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimerTableTest {
    /** Few hash codes, so that keys collide. */
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number % 7;
        }
    }

    private record Schedule(long due, long order) {}

    private static final Comparator<Schedule> BY_TIME =
            Comparator.comparingLong(Schedule::due).thenComparingLong(Schedule::order);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsTwoMapsUnderRandomOperations(long seed) {
        var random = new SplittableRandom(seed);
        var table = new TimerTable<Key>();
        var known = new HashSet<Key>();
        var scheduled = new HashMap<Key, Schedule>();
        int keys = random.nextInt(2, 400);
        for (int step = 0; step < 5_000; step++) {
            var key = new Key(random.nextInt(keys));
            int now = random.nextInt(1000);
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    table.schedule(table.obtain(key), now);
                    known.add(key);
                    scheduled.put(key, new Schedule(now, step));
                }
                case 2 -> {
                    assertThat(table.key(table.obtain(key))).isEqualTo(key);
                    known.add(key);
                }
                case 3 -> {
                    assertThat(table.forget(key)).isEqualTo(known.remove(key));
                    scheduled.remove(key);
                }
                case 4 -> {
                    if (table.find(key) >= 0) {
                        assertThat(table.unschedule(table.find(key))).isEqualTo(scheduled.remove(key) != null);
                    }
                }
                case 5 -> {
                    var taken = table.takeDue(now);
                    assertThat(taken).isEqualTo(earliest(scheduled, now));
                    scheduled.remove(taken);
                    known.remove(taken);
                }
                default -> {
                    int row = table.find(key);
                    assertThat(row >= 0).isEqualTo(known.contains(key));
                    assertThat(row >= 0 && table.isScheduled(row)).isEqualTo(scheduled.containsKey(key));
                    if (scheduled.containsKey(key)) {
                        assertThat(table.due(row)).isEqualTo(scheduled.get(key).due);
                    }
                }
            }
            assertThat(table.size()).isEqualTo(known.size());
            assertThat(table.scheduled()).isEqualTo(scheduled.size());
            assertThat(table.rows()).isLessThanOrEqualTo(keys);
        }
    }

    private static Key earliest(HashMap<Key, Schedule> scheduled, long now) {
        return scheduled.entrySet().stream()
                .filter(e -> e.getValue().due <= now)
                .min(java.util.Map.Entry.comparingByValue(BY_TIME))
                .map(java.util.Map.Entry::getKey)
                .orElse(null);
    }

    @Test
    void usesTheRowsOfRemovedKeysAgain() {
        var table = new TimerTable<Integer>();
        for (int i = 0; i < 100_000; i++) {
            table.obtain(i);
            table.forget(i - 3);
        }
        assertThat(table.rows()).isEqualTo(4);
    }

    @Test
    void tellsWhenARowHasNoKey() {
        var table = new TimerTable<String>();
        int row = table.obtain("a");
        table.remove(row);
        assertThatThrownBy(() -> table.key(row)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.remove(row)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ordersTimesThatAreFurtherApartThanALongCanTell() {
        long[] dues = {Long.MAX_VALUE, 5, Long.MIN_VALUE, 0, -1, Long.MAX_VALUE - 1, 7, Long.MIN_VALUE + 1, 3, 1, -9};
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var table = new TimerTable<Integer>();
            var expected = new java.util.TreeMap<Long, Integer>();
            for (int i = 0; i < 12; i++) {
                long due = dues[random.nextInt(dues.length)];
                if (expected.putIfAbsent(due, i) == null) {
                    table.schedule(table.obtain(i), due);
                }
            }
            for (var next : expected.values()) {
                assertThat(table.takeDue(Long.MAX_VALUE)).as("seed %d", seed).isEqualTo(next);
            }
        }
    }
}
