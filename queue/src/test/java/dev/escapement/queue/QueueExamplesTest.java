package dev.escapement.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.Backoff;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The examples of docs/queues.md. */
class QueueExamplesTest {
    private record ObjectKey(String namespace, String name) {}

    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<String> worked = new ArrayList<>();

    @Test
    void thePagesExamplesAreRunHere() throws IOException {
        var lines =
                withoutSpace(Files.readString(Path.of("src/test/java/dev/escapement/queue/QueueExamplesTest.java")));
        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("..", "docs", "queues.md")))
                        .results()
                        .map(block -> withoutSpace(block.group(1))))
                .hasSizeGreaterThan(3)
                .allMatch(lines::contains);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void aWorkerTakesAndGivesBack() {
        assertThatThrownBy(this::takeAndGiveBack).isInstanceOf(InterruptedException.class);
        assertThat(worked).containsExactly("a", "b", "a");
    }

    private void takeAndGiveBack() throws InterruptedException {
        WorkQueue<String> queue = WorkQueue.<String>builder(clock).build();
        queue.add("a");
        queue.add("a"); // once is enough
        queue.addAfter("b", Duration.ofSeconds(30));
        for (String key; (key = queue.take()) != null; ) {
            try {
                work(key);
            } catch (IOException e) {
                queue.retry(key); // after a delay that grows
            } finally {
                queue.done(key);
            }
        }
    }

    private void work(String key) throws IOException {
        worked.add(key);
        switch (worked.size()) {
            case 1 -> {
                clock.advance(Duration.ofSeconds(30));
                throw new IOException("it is retried after five milliseconds");
            }
            case 2 -> clock.advance(Duration.ofSeconds(1));
            default -> Thread.currentThread().interrupt();
        }
    }

    @Test
    void kindsCompose() throws InterruptedException {
        WorkQueue<ObjectKey> queue = WorkQueue.<ObjectKey>builder(clock)
                .limiter(RateLimiter.<ObjectKey>exponential(Backoff.exponential(Duration.ofSeconds(1)), random)
                        .and(RateLimiter.bucket(10, 100, clock)))
                .ageLimit(Priority.LOW, Duration.ofMinutes(1))
                .fairBy(ObjectKey::namespace)
                .build();
        queue.add(new ObjectKey("shop", "cart"), Priority.HIGH, "replayed by hand");
        assertThat(queue.waiting(1).getFirst().why()).isEqualTo("replayed by hand");
        assertThat(queue.take()).isEqualTo(new ObjectKey("shop", "cart"));
    }

    @Test
    void keysAreTakenManyAtATime() throws InterruptedException {
        WorkQueue<String> queue = WorkQueue.<String>builder(clock).build();
        for (int i = 0; i < 250; i++) {
            queue.add("key " + i);
        }
        clock.schedule(Duration.ofMinutes(1), queue::shutDown);
        var keys = new ArrayList<String>();
        while (queue.takeUpTo(keys, 100) > 0) {
            workAll(keys);
            keys.forEach(queue::done);
            keys.clear();
        }
        assertThat(worked).hasSize(250);
    }

    private void workAll(List<String> keys) {
        worked.addAll(keys);
        clock.advance(Duration.ofSeconds(20));
    }

    @Test
    void theQueueTellsOfItself() {
        WorkQueue<String> queue =
                WorkQueue.<String>builder(clock).fairBy(_ -> "one").build();
        queue.add("a");
        QueueStats stats =
                queue.stats(); // depth, oldest age by priority, adds, retries, distributions of waits and work
        var first = queue.waiting(10); // the next keys: priority, age, failures, why they were added
        var inWork = queue.working(); // for how long workers have had them, and why
        var flows = queue.flows(); // who has how many waiting, and what their work costs
        assertThat(stats.depth()).isEqualTo(1);
        assertThat(first).hasSize(1);
        assertThat(inWork).isEmpty();
        assertThat(flows.getFirst().waiting()).isEqualTo(1);
    }
}
