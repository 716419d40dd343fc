package dev.escapement.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class SchedulerTest {
    private final WorldTime time = new WorldTime();
    private final Trace trace = new Trace(time);
    private final Scheduler scheduler = new Scheduler(new SplittableRandom(7), trace);
    private final Host host = new Host("here", 1, scheduler, time);
    private final List<String> seen = new ArrayList<>();

    private void run() {
        do {
            while (scheduler.step()) {
                // until nobody can go on
            }
        } while (time.pass());
    }

    @Test
    void whatThreadsDoInWhichOrderIsAFunctionOfTheSeed() {
        assertThat(orderWith(1)).isEqualTo(orderWith(1)).isNotEqualTo(orderWith(2));
    }

    private static List<Integer> orderWith(long seed) {
        var time = new WorldTime();
        var scheduler = new Scheduler(new SplittableRandom(seed), new Trace(time));
        var host = new Host("here", 1, scheduler, time);
        var order = new ArrayList<Integer>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            host.start(() -> {
                order.add(number);
                Thread.yield();
                order.add(-number);
            });
        }
        while (scheduler.step()) {
            // until all have ended
        }
        assertThat(order).hasSize(40);
        return order;
    }

    @Test
    void whatASimulatedThreadStartsIsSimulatedToo() {
        var carrier = Thread.currentThread();
        var threads = VirtualThreads.open();
        Runnable look = () -> seen.add(threads.carrier().equals(carrier) ? "here" : "elsewhere");
        host.start(() -> {
            Thread.startVirtualThread(look);
            Thread.ofVirtual().name("named").unstarted(look).start();
            try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                var _ = pool.submit(look);
            }
        });
        run();
        assertThat(seen).containsExactly("here", "here", "here");
    }

    @Test
    void timePassesOnlyWhenNobodyHasAnythingToDo() {
        host.start(() -> {
            try {
                host.clock().sleep(Duration.ofHours(1));
                seen.add("slept " + time.passed());
            } catch (InterruptedException e) {
                seen.add("interrupted");
            }
        });
        host.start(() -> {
            Thread.yield();
            seen.add("worked " + time.passed());
        });
        run();
        assertThat(seen).containsExactly("worked PT0S", "slept PT1H");
    }

    @Test
    void aHostThatHasCrashedDoesNothingMore() {
        var other = new Host("there", 2, scheduler, time);
        var answer = new CompletableFuture<String>();
        other.start(() -> {
            try {
                seen.add(answer.join());
            } finally {
                seen.add("it should not get here");
            }
        });
        var _ = other.clock().schedule(Duration.ofSeconds(2), () -> seen.add("a timer of the dead"));
        while (scheduler.step()) {
            // until it waits
        }
        other.crash();
        host.start(() -> answer.complete("an answer to the dead"));
        other.start(() -> seen.add("a thread of the dead"));
        run();
        assertThat(seen).isEmpty();
    }

    @Test
    void aWallClockCanBeWrongWhileTimePassesAsEver() throws InterruptedException {
        host.clock().skew(Duration.ofMinutes(-5));
        assertThat(host.clock().now()).isEqualTo(WorldTime.BEGINNING.minus(Duration.ofMinutes(5)));
        assertThat(host.clock().nanos()).isZero();
    }

    @Test
    void aWaitForTheMachinesTimeIsTold() throws InterruptedException {
        host.start(() -> {
            while (true) {
                LockSupport.parkNanos(1_000_000);
            }
        });
        Await.until("it is woken", () -> {
            try {
                scheduler.step();
                return false;
            } catch (Scheduler.Stray e) {
                seen.add(e.getMessage());
                return true;
            }
        });
        assertThat(seen).singleElement().asString().contains("a wait for a time other than context.clock().sleep");
    }

    @Test
    void aJvmThatHasNotOpenedItsThreadsSaysHow() {
        var closed = ModuleLayer.boot().findModule("java.logging").orElseThrow();
        assertThatThrownBy(() -> VirtualThreads.open(closed, "java.lang.Thread"))
                .hasMessageContaining("--add-opens=java.base/java.lang=ALL-UNNAMED")
                .hasMessageContaining("this is Java 25");
    }

    @Test
    void aJdkWithoutTheBuilderSaysWhichOneHasIt() {
        assertThatThrownBy(() -> VirtualThreads.open(getClass().getModule(), "java.lang.ThreadBuilders$Gone"))
                .hasMessageContaining("run simulations on JDK 25");
    }
}
