package dev.escapement.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.FakeTransport.Reply;
import dev.escapement.time.Clock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Many threads at one gate, on the machine's clock. */
class GateRaceTest {
    @Test
    void noSeatIsLostOrGivenTwice() throws InterruptedException {
        var clock = Clock.system();
        var gate = Gate.of(new GateLimits(new GateLimits.Range(3, 1, 8), GateLimits.Range.pinned(1)), clock, 7);
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        var count = new AtomicInteger();
        var transport = new FakeTransport(_ -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            int number = count.incrementAndGet();
            var reply = new CompletableFuture<Reply>();
            Runnable answer = () -> {
                underWay.decrementAndGet();
                reply.complete(number % 500 == 0 ? Reply.refusal(429, 0) : Reply.OK);
            };
            switch (number % 3) {
                case 0 -> answer.run();
                case 1 -> Thread.startVirtualThread(answer);
                default -> clock.schedule(Duration.ofNanos(50_000), answer);
            }
            return reply;
        });
        var answers = new ArrayList<CompletableFuture<?>>();
        var arrived = new CountDownLatch(16);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 16; t++) {
                var random = new SplittableRandom(t);
                var mine = new ArrayList<CompletableFuture<?>>();
                threads.execute(() -> {
                    for (int i = 0; i < 1000; i++) {
                        var answer =
                                gate.around(transport).sendAsync(FakeTransport.request("GET", "/api"), byte[].class);
                        mine.add(answer);
                        if (random.nextInt(10) == 0) {
                            answer.cancel(true);
                        }
                    }
                    synchronized (answers) {
                        answers.addAll(mine);
                    }
                    arrived.countDown();
                });
            }
            arrived.await();
        }
        assertThat(answers).hasSize(16_000);
        for (var answer : answers) {
            answer.handle((_, _) -> null).join();
        }
        assertThat(most.get()).isBetween(1, 8);
        var idle = new CountDownLatch(1);
        clock.schedule(
                Duration.ofMillis(50), idle::countDown); // for those that were cancelled while they were under way
        idle.await();
        assertThat(gate.state().reads().inFlight()).isZero();
        assertThat(gate.state().reads().waiting()).isZero();
        assertThat(underWay.get()).isZero();
    }
}
