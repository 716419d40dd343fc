package dev.escapement;

import dev.escapement.queue.Distribution;

/**
 * What a timer does, and has done since the start.
 *
 * @param controller the controller's name
 * @param name the timer's name
 * @param objects of how many objects it calls
 * @param running how many calls have not ended
 * @param calls how many calls there were
 * @param failed how many of them failed
 * @param missed how many ticks passed without a call, see {@link TimerContext#missed}
 * @param lateness from when calls were due to when they began
 */
public record TimerStats(
        String controller,
        String name,
        int objects,
        int running,
        long calls,
        long failed,
        long missed,
        Distribution lateness) {}
