package dev.escapement;

/**
 * How a controller's runs went since the start; those of its timers and daemons have figures of their own.
 *
 * @param controller the controller's name
 * @param runs how many runs began
 * @param failed how many of them failed
 * @param givenUp how many of those are not tried again, and became dead letters
 */
public record RunStats(String controller, long runs, long failed, long givenUp) {}
