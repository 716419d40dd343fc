package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A run that has ended.
 *
 * @param started when it began
 * @param took how long it took
 * @param causes why it happened
 * @param attempt 1, or more if runs before it had failed
 * @param end how it ended, in words: {@code done}, {@code again in 10000 ms}, {@code failed: ...}
 */
public record PastRun(Instant started, Duration took, List<Cause> causes, int attempt, String end) {}
