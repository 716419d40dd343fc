package dev.escapement;

/**
 * What became of the Events that an operator had to tell, since the start.
 *
 * @param written how often an Event was created, or its count brought up to date
 * @param dropped how many were given up because too many waited to be written
 * @param suppressed how often something was not told because its object's budget was empty
 * @param refused how many could not be written
 * @param waiting how many wait to be written
 */
public record EventStats(long written, long dropped, long suppressed, long refused, int waiting) {}
