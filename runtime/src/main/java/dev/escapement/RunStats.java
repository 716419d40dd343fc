package dev.escapement;

import dev.escapement.queue.Distribution;

/**
 * How a controller's runs went since the start; those of its timers and daemons have figures of their own.
 *
 * @param controller the controller's name
 * @param runs how many runs began
 * @param done how many ended with nothing more to do
 * @param again how many asked to be run again
 * @param failed how many failed
 * @param terminal how many of those failed in a way that is not worth a second attempt
 * @param broken how many of those failed by what is a mistake in a program: a null pointer, an index out of bounds, a wrong cast, a
 *     division by zero, an {@link Error}
 * @param givenUp how many of the failed ones are not tried again, and became dead letters
 * @param took how long runs took, those that were given up while they ran excepted
 * @param workers how many workers there are to be now
 * @param mostWorkers how many there may be
 */
public record RunStats(
        String controller,
        long runs,
        long done,
        long again,
        long failed,
        long terminal,
        long broken,
        long givenUp,
        Distribution took,
        int workers,
        int mostWorkers) {}
