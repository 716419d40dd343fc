package dev.escapement.queue;

import java.time.Duration;
import java.util.Map;

import dev.escapement.queue.WorkQueue.Priority;

/**
 * Figures of a queue at one moment. Each is what client-go's metric of the name in brackets means.
 *
 * @param depth how many keys wait for a worker ({@code workqueue_depth})
 * @param processing how many keys are with a worker
 * @param scheduled how many keys have a schedule for later
 * @param waiting how many keys of each priority wait
 * @param oldest how long the key at the head of each priority has waited; zero where none waits
 * @param adds how many times a key was added that did not wait already ({@code workqueue_adds_total})
 * @param retries how many times a key was scheduled for later ({@code workqueue_retries_total})
 * @param unfinished how long the keys that are with workers have been there, in sum ({@code workqueue_unfinished_work_seconds})
 * @param longest for how long the one of them has been there that has been longest ({@code
 *     workqueue_longest_running_processor_seconds})
 * @param waited how long keys waited before they were taken ({@code workqueue_queue_duration_seconds})
 * @param worked how long workers had them ({@code workqueue_work_duration_seconds})
 */
public record QueueStats(
        int depth,
        int processing,
        int scheduled,
        Map<Priority, Integer> waiting,
        Map<Priority, Duration> oldest,
        long adds,
        long retries,
        Duration unfinished,
        Duration longest,
        Distribution waited,
        Distribution worked) {}
