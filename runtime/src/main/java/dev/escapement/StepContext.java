package dev.escapement;

import dev.escapement.time.Deadline;

/**
 * What belongs to one call of a step. Once the step has been abandoned, because it did not end when it was interrupted, every
 * call on it throws an IllegalStateException.
 */
public interface StepContext extends Context {
    /** Which attempt of the step this is, from 1; the calls of one that polls are one attempt. */
    @Override
    int attempt();

    /**
     * Whether an earlier process began this attempt and did not say how it ended, so that what it does may have been done
     * already, wholly or in part.
     */
    boolean isRepeated();

    /** When the step is interrupted, which is as long after its first attempt as its timeout; never if it has none. */
    @Override
    Deadline deadline();

    /**
     * What an earlier step handed on.
     *
     * @throws IllegalArgumentException if it has no output, because there is no such step, it is not done, or was skipped
     */
    <V> V output(String step, Class<V> type);
}
