package dev.escapement;

import dev.escapement.client.Header;

/**
 * What belongs to one call of a timer. Not to be kept beyond the call.
 *
 * @param <T> the type of the object
 */
public interface TimerContext<T> extends Context {
    /** The object as it was when the call began, as a copy of the call's own. It is decoded when this is asked for first. */
    T object();

    /** The object's metadata, for which nothing is decoded. */
    Header header();

    /**
     * How many ticks have passed without a call since the last one, because that lasted too long or the process stood still;
     * those not counted at which there was nothing to be called for: not idle, paused, filtered out or given up.
     */
    long missed();
}
