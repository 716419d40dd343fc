package dev.escapement.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Gate} does at the moment, and has done since it was made.
 *
 * @param reads the lane of gets and lists
 * @param writes the lane of creations, updates, patches and deletions
 * @param exempt how many requests that never wait are under way; a watch only until it is accepted
 * @param answers how many answers came, by method and status
 * @param latencies how long answers took to begin, by method; without those of requests that never wait, which may last
 */
public record GateState(Lane reads, Lane writes, int exempt, List<Answers> answers, List<Latency> latencies) {
    /**
     * The requests of one class.
     *
     * @param limit how many may be under way; a million if there is no limit
     * @param inFlight how many are under way
     * @param waiting how many wait
     * @param longestWait how long the first of them has waited; zero if there is none
     * @param paused how much longer nobody is let through because the server asked for it; zero if it did not
     * @param admitted how many were let through; one that is sent again counts again
     * @param refused how many of them the server refused for its load
     * @param retried how many were sent again, for whatever reason
     * @param overdue how many seats were taken back because the answer had not ended after 90 s
     * @param lastDecrease the last time that the limit was lowered, or would have been if it were not pinned; null if never
     * @param waits how long requests waited
     */
    public record Lane(
            int limit,
            int inFlight,
            int waiting,
            Duration longestWait,
            Duration paused,
            long admitted,
            long refused,
            long retried,
            long overdue,
            @Nullable Decrease lastDecrease,
            Waits waits) {}

    /**
     * Why a limit was lowered.
     *
     * @param at when
     * @param from the limit before
     * @param to the limit after
     * @param inFlight how many were under way then
     * @param code the answer's status: 429 or 503; 0 if nothing was sent, as the connection had no room for one more stream
     * @param retryAfter how long the server asked to wait; 1 s if it did not say
     * @param flowSchema the UID of the flow schema that the server put the request into; empty if it did not say
     * @param priorityLevel the UID of the priority level that refused; empty if the server did not say, which is so when its
     *     priority and fairness is off
     */
    public record Decrease(
            Instant at,
            int from,
            int to,
            int inFlight,
            int code,
            Duration retryAfter,
            String flowSchema,
            String priorityLevel) {}

    /**
     * How often an answer came.
     *
     * @param method the HTTP method; {@code other} for unusual ones
     * @param code the HTTP status, or {@code <error>} if there was no answer, as client-go has it
     * @param count how often
     */
    public record Answers(String method, String code, long count) {}

    /**
     * How long answers took, from when a request was sent to the headers of its answer.
     *
     * @param method the HTTP method; {@code other} for unusual ones
     * @param times in the same buckets as waits
     */
    public record Latency(String method, Waits times) {}

    /**
     * How long requests waited before they were sent, in client-go's buckets.
     *
     * @param counts how many waited at most as long as each of {@link #BOUNDS}
     * @param count how many there were
     * @param total how long all of them waited
     */
    public record Waits(List<Long> counts, long count, Duration total) {
        /** The bounds of the buckets. */
        public static final List<Duration> BOUNDS = List.of(
                Duration.ofMillis(5),
                Duration.ofMillis(25),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(8),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60));
    }
}
