package dev.escapement.time;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class CountedLockTest {
    private interface Locking {
        void lock(ReentrantLock lock) throws InterruptedException;
    }

    @Test
    void whatIsFreeIsNotCounted() throws InterruptedException {
        var lock = new CountedLock("free");
        for (int i = 0; i < 1000; i++) {
            lock.lock();
            lock.lockInterruptibly();
            lock.unlock();
            lock.unlock();
        }
        assertThat(LockWaits.all().get("free").count()).isZero();
        assertThat(LockWaits.all().get("free").total()).isZero();
    }

    @Test
    void whoWaitsIsCountedWithTheTime() throws Exception {
        wait("waited for", ReentrantLock::lock);
        wait("waited for", ReentrantLock::lockInterruptibly);
        assertThat(LockWaits.all().get("waited for").count()).isEqualTo(2);
        assertThat(LockWaits.all().get("waited for").total()).isPositive();
    }

    @Test
    void anInterruptIsHeededThoughTheLockIsFree() {
        var lock = new CountedLock("interrupted");
        Thread.currentThread().interrupt();
        assertThatThrownBy(lock::lockInterruptibly).isInstanceOf(InterruptedException.class);
        assertThat(lock.isLocked()).isFalse();
    }

    private static void wait(String name, Locking locking) throws Exception {
        var lock = new CountedLock(name);
        var held = new CompletableFuture<Boolean>();
        lock.lock();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                locking.lock(lock);
                held.complete(lock.isHeldByCurrentThread());
                lock.unlock();
            } catch (InterruptedException e) {
                held.completeExceptionally(e);
            }
        });
        while (!lock.hasQueuedThread(thread)) {
            Thread.onSpinWait();
        }
        lock.unlock();
        assertThat(held.get()).isTrue();
    }
}
