package dev.escapement;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkersTest {
    /** What a worker takes and runs. */
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

    private final AtomicInteger alive = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> surprises = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Workers.Worker> busy = new ConcurrentLinkedQueue<>();
    private final Workers workers = new Workers("test", 4, this::work);

    private void work(Workers.Worker worker) {
        alive.incrementAndGet();
        try {
            while (worker.goesOn()) {
                Runnable next;
                try {
                    next = work.take();
                } catch (InterruptedException e) {
                    continue;
                }
                worker.busy();
                busy.add(worker);
                next.run();
            }
        } finally {
            alive.decrementAndGet();
        }
    }

    @AfterEach
    void stop() throws Exception {
        workers.resize(0);
        workers.stop().get(10, TimeUnit.SECONDS);
        assertThat(surprises).isEmpty();
    }

    @Test
    void thereAreAsManyAsAreWanted() {
        assertThat(alive).hasValue(0);
        workers.start();
        awaitAlive(4);
        workers.resize(9);
        awaitAlive(9);
        workers.resize(2);
        awaitAlive(2);
        assertThat(workers.wanted()).isEqualTo(2);
    }

    @Test
    void whoIsTooManyFinishesFirst() throws InterruptedException {
        workers.start();
        var began = new CountDownLatch(4);
        var release = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            work.add(() -> {
                began.countDown();
                hold(release);
            });
        }
        began.await();
        workers.resize(1);
        assertThat(alive).hasValue(4);
        release.countDown();
        awaitAlive(1);
    }

    @Test
    void theEndWaitsForThoseWhoAreTooManyAsWell() throws Exception {
        workers.resize(2);
        workers.start();
        var began = new CountDownLatch(2);
        var interrupted = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            work.add(() -> {
                began.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
        }
        began.await();
        workers.resize(0);
        var end = workers.stop();
        assertThat(end).isNotDone();
        workers.interrupt();
        end.get(10, TimeUnit.SECONDS);
        assertThat(interrupted.getCount()).isZero();
    }

    @Test
    void whoDiesIsReplaced() {
        workers.resize(1);
        workers.start();
        work.add(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
            throw new AssertionError("nobody expects this");
        });
        var done = new CountDownLatch(1);
        work.add(done::countDown);
        Await.until("another one goes on", () -> done.getCount() == 0);
    }

    @Test
    void whoDoesNotComeBackIsReplaced() throws InterruptedException {
        workers.resize(1);
        workers.start();
        var began = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        work.add(() -> {
            began.countDown();
            hold(release);
        });
        began.await();
        workers.replace(busy.element());
        var done = new CountDownLatch(1);
        work.add(done::countDown);
        done.await();
        assertThat(alive).hasValue(2);
        release.countDown();
        awaitAlive(1);
    }

    @Test
    void resizingWhileAllAreBusyLosesNothing() {
        workers.start();
        var done = new AtomicInteger();
        for (int i = 0; i < 2000; i++) {
            work.add(() -> {
                if (Thread.currentThread().isInterrupted()) {
                    surprises.add(new AssertionError("interrupted while it works"));
                }
                done.incrementAndGet();
            });
            workers.resize(1 + i % 7);
        }
        Await.until("all is done", () -> done.get() == 2000);
        awaitAlive(1 + 1999 % 7);
    }

    private void hold(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            surprises.add(e);
        }
    }

    private void awaitAlive(int count) {
        Await.until(count + " are alive", () -> alive.get() == count);
    }
}
