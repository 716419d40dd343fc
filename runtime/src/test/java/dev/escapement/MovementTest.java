package dev.escapement;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.client.ObjectKey;
import dev.escapement.queue.WorkQueue;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MovementTest {
    private static final ObjectKey A = new ObjectKey("n", "a");
    private static final ObjectKey B = new ObjectKey("n", "b");

    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final WorkQueue<ObjectKey> queue =
            WorkQueue.<ObjectKey>builder(clock).build();
    private final Movement movement = new Movement("gadgets", clock, queue);

    @Test
    void aQueueThatIsEmptyIsWell() {
        clock.advance(Duration.ofDays(1));
        assertThat(movement.ailments()).isEmpty();
    }

    @Test
    void keysThatNobodyTakesAreFatal() {
        queue.add(A);
        assertThat(movement.ailments()).isEmpty();
        clock.advance(Duration.ofSeconds(59));
        assertThat(movement.ailments()).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        assertThat(movement.ailments())
                .containsExactly(new Ailment(
                        "queue gadgets",
                        "1 keys wait, the first for 61 s, and no run has ended for 61 s; no worker takes them",
                        true));
    }

    @Test
    void aRunThatHoldsUpTheOthersIsNamed() throws InterruptedException {
        queue.add(A);
        queue.take();
        queue.add(B);
        clock.advance(Duration.ofSeconds(120));
        assertThat(movement.ailments())
                .isEmpty(); // who asks for the first time does not know how long it has stood still
        clock.advance(Duration.ofSeconds(61));
        assertThat(movement.ailments()).singleElement().satisfies(ailment -> {
            assertThat(ailment.fatal()).isFalse();
            assertThat(ailment.problem()).contains("the longest: n/a for 181 s");
        });
        queue.done(A);
        assertThat(movement.ailments()).isEmpty();
    }

    @Test
    void aLongQueueThatMovesIsWell() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            queue.add(new ObjectKey("n", "k" + i));
        }
        for (int i = 0; i < 9; i++) {
            clock.advance(Duration.ofSeconds(50));
            assertThat(movement.ailments()).isEmpty();
            queue.done(queue.take());
        }
    }
}
