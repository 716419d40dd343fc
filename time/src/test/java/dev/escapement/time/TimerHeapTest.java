package dev.escapement.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.SplittableRandom;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimerHeapTest {
    private record Modelled(long order, TimerHeap.Entry entry) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsASortedListUnderRandomOperations(long seed) {
        var random = new SplittableRandom(seed);
        var heap = new TimerHeap();
        var model = new ArrayList<Modelled>();
        for (int i = 0; i < 5_000; i++) {
            if (random.nextInt(5) < 3) {
                var entry = new TimerHeap.Entry(random.nextInt(100), () -> {});
                heap.add(entry);
                model.add(new Modelled(i, entry));
            } else if (random.nextBoolean() && !model.isEmpty()) {
                var removed = model.remove(random.nextInt(model.size()));
                assertThat(heap.remove(removed.entry)).isTrue();
                assertThat(heap.remove(removed.entry)).isFalse();
            } else {
                int now = random.nextInt(100);
                var expected = model.stream()
                        .filter(m -> m.entry.due <= now)
                        .min(Comparator.<Modelled>comparingLong(m -> m.entry.due)
                                .thenComparingLong(Modelled::order));
                assertThat(heap.poll(now))
                        .isSameAs(expected.map(Modelled::entry).orElse(null));
                expected.ifPresent(model::remove);
            }
            assertThat(heap.size()).isEqualTo(model.size());
        }
    }
}
