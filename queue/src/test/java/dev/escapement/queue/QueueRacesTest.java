package dev.escapement.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import dev.escapement.queue.Race.Kind;
import dev.escapement.queue.Race.Part;
import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** Many threads at once. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueRacesTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private WorkQueue<Integer> queue = newQueue();

    private WorkQueue<Integer> newQueue() {
        return WorkQueue.<Integer>builder(clock).build();
    }

    /** Workers that are interrupted again and again, take one or several, retry, and are asked by three for the same keys. */
    @ParameterizedTest
    @EnumSource
    void noKeyIsLostOrWithTwoWorkersWhateverHappens(Kind kind) throws InterruptedException {
        queue = WorkQueue.<Integer>builder(clock)
                .limiter((_, _) -> ZERO)
                .fairBy(key -> key % 3)
                .build();
        int keys = 20;
        var wanted = new AtomicIntegerArray(keys);
        var seen = new AtomicIntegerArray(keys);
        var busy = new AtomicIntegerArray(keys);
        var workers = new ConcurrentLinkedQueue<Thread>();
        var producing = new AtomicInteger(3);
        var parts = new ArrayList<Part>();
        for (int i = 0; i < 4; i++) {
            int most = i < 2 ? 1 : 3;
            parts.add(() -> {
                workers.add(Thread.currentThread());
                work(most, wanted, seen, busy);
            });
        }
        for (int i = 0; i < 3; i++) {
            var random = new SplittableRandom(i);
            parts.add(() -> {
                for (int n = 0; n < 200_000; n++) {
                    int key = random.nextInt(keys);
                    wanted.incrementAndGet(key);
                    ask(key, random);
                }
                producing.decrementAndGet();
            });
        }
        parts.add(() -> {
            while (producing.get() > 0) {
                workers.forEach(Thread::interrupt);
                Thread.yield();
            }
            queue.drain();
        });
        Race.run(kind, parts.toArray(Part[]::new));
        assertThat(seen).hasToString(wanted.toString());
        assertThat(queue.depth() + queue.processing()).isZero();
    }

    private void ask(int key, SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> queue.addAfter(key, ZERO);
            case 1 -> queue.addWithin(key, ZERO);
            default -> queue.add(key, Priority.values()[random.nextInt(3)]);
        }
    }

    private void work(int most, AtomicIntegerArray wanted, AtomicIntegerArray seen, AtomicIntegerArray busy) {
        var random = new SplittableRandom(most);
        var taken = new ArrayList<Integer>();
        while (true) {
            try {
                if (queue.takeUpTo(taken, most) == 0) {
                    return;
                }
            } catch (InterruptedException e) {
                assertThat(taken).isEmpty();
                continue;
            }
            for (int key : taken) {
                if (!busy.compareAndSet(key, 0, 1)) {
                    throw new AssertionError("two workers have the key " + key);
                }
                seen.set(key, wanted.get(key));
                busy.set(key, 0);
                if (random.nextInt(7) == 0) {
                    queue.retry(key);
                }
                queue.done(key);
            }
            taken.clear();
        }
    }

    @ParameterizedTest
    @EnumSource
    void addsDuringTheWorkLeadToExactlyOneMoreTurn(Kind kind) throws InterruptedException {
        Part add = () -> queue.add(1, Priority.LOW);
        Part schedule = () -> queue.addAfter(1, ZERO);
        Part finish = () -> queue.done(1);
        for (int round = 0; round < 2_000; round++) {
            queue.add(1);
            assertThat(queue.take()).isEqualTo(1);
            Race.run(kind, add, finish, schedule);
            assertThat(queue.depth()).isEqualTo(1);
            assertThat(queue.take()).isEqualTo(1);
            queue.done(1);
            assertThat(queue.depth() + queue.processing()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsHandedToAnInterruptedTakerOrStays(Kind kind) throws InterruptedException {
        for (int round = 0; round < 2_000; round++) {
            var taken = new AtomicInteger();
            var refused = new AtomicBoolean();
            var taker = kind.start(() -> {
                try {
                    taken.set(queue.take());
                } catch (InterruptedException e) {
                    refused.set(true);
                }
            });
            if (round % 2 == 0) {
                Kind.awaitParked(taker);
            }
            Part add = () -> queue.add(7);
            Part interrupt = taker::interrupt;
            Race.run(kind, round % 4 < 2 ? add : interrupt, round % 4 < 2 ? interrupt : add);
            taker.join();
            assertThat(refused.get()).isEqualTo(taken.get() == 0);
            assertThat(queue.depth()).isEqualTo(refused.get() ? 1 : 0);
            assertThat(queue.processing()).isEqualTo(refused.get() ? 0 : 1);
            if (refused.get()) {
                assertThat(queue.take()).isEqualTo(7);
            }
            queue.done(7);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoTakersOneInterruptedTheOtherGetsTheKey(Kind kind) throws InterruptedException {
        for (int round = 0; round < 600; round++) {
            var taken = new AtomicInteger();
            var takers = new ArrayList<Thread>();
            for (int i = 0; i < 2; i++) {
                takers.add(kind.start(() -> {
                    try {
                        if (queue.take() != null) {
                            taken.incrementAndGet();
                        }
                    } catch (InterruptedException e) {
                        // the other one gets it
                    }
                }));
            }
            takers.forEach(Kind::awaitParked);
            Race.run(kind, () -> queue.add(7), takers.get(round % 2)::interrupt);
            takers.get(round % 2).join();
            if (taken.get() == 1) {
                queue.add(8); // the one that was not interrupted may still wait
            }
            takers.get(1 - round % 2).join();
            assertThat(queue.processing()).isEqualTo(taken.get());
            queue.working().forEach(working -> queue.done(working.key()));
            queue.shutDown();
            queue = newQueue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shutDownWakesAllWhoeverAddsMeanwhile(Kind kind) throws InterruptedException {
        for (int round = 0; round < 500; round++) {
            var ended = new AtomicInteger();
            Part taker = () -> {
                for (Integer key; (key = queue.take()) != null; ) {
                    queue.done(key);
                }
                ended.incrementAndGet();
            };
            Part drainer = () -> {
                queue.drain();
                ended.incrementAndGet();
            };
            Race.run(kind, taker, taker, queue::shutDown, taker, drainer, () -> {
                for (int i = 0; i < 20; i++) {
                    queue.add(i);
                    queue.addAfter(-1 - i, ofSeconds(1));
                }
            });
            assertThat(ended).hasValue(4);
            assertThat(queue.depth() + queue.scheduled() + queue.processing()).isZero();
            assertThat(clock.pending()).isZero();
            queue = newQueue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void drainReturnsWhenTheLastKeyIsDone(Kind kind) throws InterruptedException {
        for (int round = 0; round < 500; round++) {
            int keys = round % 40;
            for (int i = 0; i < keys; i++) {
                queue.add(i);
            }
            queue.addAfter(1_000, ofSeconds(1));
            var finished = new AtomicInteger();
            Part worker = () -> {
                for (Integer key; (key = queue.take()) != null; ) {
                    finished.incrementAndGet();
                    queue.done(key);
                }
            };
            Part drainer = () -> {
                queue.drain();
                assertThat(finished).hasValue(keys);
                assertThat(queue.depth() + queue.processing() + queue.scheduled())
                        .isZero();
            };
            Race.run(kind, worker, drainer, worker, worker, drainer);
            queue = newQueue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aScheduleIsEitherCancelledOrComes(Kind kind) throws InterruptedException {
        for (int round = 0; round < 1_500; round++) {
            var cancelled = new AtomicBoolean();
            queue.addAfter(1, ofSeconds(1));
            Race.run(kind, () -> clock.advance(ofSeconds(1)), () -> cancelled.set(queue.cancel(1)));
            assertThat(queue.depth()).isEqualTo(cancelled.get() ? 0 : 1);
            takeAll();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aScheduleThatIsDueAndAnAddAreOneTurnOrTwoButNeverNone(Kind kind) throws InterruptedException {
        for (int round = 0; round < 1_500; round++) {
            queue.addAfter(1, ofSeconds(1));
            Race.run(
                    kind, () -> clock.advance(ofSeconds(1)), () -> queue.add(1), () -> queue.addAfter(2, ofSeconds(1)));
            assertThat(queue.waiting(9))
                    .extracting(WorkQueue.Waiting::key)
                    .contains(1)
                    .doesNotHaveDuplicates();
            clock.advance(ofSeconds(1));
            assertThat(takeAll()).containsExactlyInAnyOrder(1, 2);
        }
    }

    private List<Integer> takeAll() throws InterruptedException {
        var keys = new Integer[queue.depth()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = queue.take();
            queue.done(keys[i]);
        }
        return Arrays.asList(keys);
    }
}
