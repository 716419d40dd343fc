package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class StopRacesTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Stop stop = Stop.create(clock);

    @RepeatedTest(50)
    void ofManyRequestsOneIsTheFirst() throws Exception {
        var first = new AtomicInteger();
        var told = new AtomicInteger();
        stop.onStop(told::incrementAndGet);
        atOnce(8, i -> first.addAndGet(stop.request("by " + i) ? 1 : 0));
        assertThat(first).hasValue(1);
        assertThat(told).hasValue(1);
    }

    @RepeatedTest(50)
    void nobodyMissesARequestThatIsMadeMeanwhile() throws Exception {
        var woken = new AtomicInteger();
        var told = new AtomicInteger();
        var childrenTold = new AtomicInteger();
        atOnce(9, i -> {
            switch (i % 3) {
                case 0 -> woken.addAndGet(stop.await(Duration.ofDays(1)) ? 1 : 0);
                case 1 -> stop.onStop(told::incrementAndGet);
                default -> stop.child().child().onStop(childrenTold::incrementAndGet);
            }
            if (i == 4) {
                stop.request("meanwhile");
            }
        });
        assertThat(List.of(woken.get(), told.get(), childrenTold.get())).containsExactly(3, 3, 3);
        assertThat(stop.listening()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @RepeatedTest(50)
    void aCallbackIsEitherRemovedOrRun() throws Exception {
        var ran = new AtomicInteger();
        var removed = new AtomicInteger();
        var registrations = new ArrayList<Stop.Registration>();
        for (int i = 0; i < 8; i++) {
            registrations.add(stop.onStop(ran::incrementAndGet));
        }
        atOnce(9, i -> {
            if (i == 8) {
                stop.request("meanwhile");
            } else {
                removed.addAndGet(registrations.get(i).remove() ? 1 : 0);
            }
        });
        assertThat(ran.get() + removed.get()).isEqualTo(8);
    }

    @Test
    void tenThousandSleepersWakeTogether() throws Exception {
        var woken = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 10_000; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    woken.addAndGet(stop.await(Duration.ofDays(1)) ? 1 : 0);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        clock.awaitPending(10_000);
        stop.request("wake up");
        for (var thread : threads) {
            thread.join();
        }
        assertThat(woken).hasValue(10_000);
        assertThat(clock.pending()).isZero();
    }

    private interface Part {
        void run(int index) throws Exception;
    }

    private static void atOnce(int parts, Part part) throws InterruptedException {
        var barrier = new CyclicBarrier(parts);
        try (var group = Group.<RuntimeException>under(Stop.never(VirtualClock.at(Instant.EPOCH)))) {
            for (int i = 0; i < parts; i++) {
                int index = i;
                group.start(_ -> {
                    try {
                        barrier.await();
                        part.run(index);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
            }
            group.await();
        }
    }
}
