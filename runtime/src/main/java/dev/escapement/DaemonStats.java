package dev.escapement;

/**
 * What a daemon does, and has done since the start, over all objects.
 *
 * @param controller the controller's name
 * @param name the daemon's name
 * @param running for how many objects it runs
 * @param abandoned how many of them were asked to end and interrupted, in vain
 * @param started how often it was started
 * @param crashed how often it ended with a failure
 * @param silent for how many objects it has not reported for longer than its heartbeat
 */
public record DaemonStats(
        String controller, String name, int running, int abandoned, long started, long crashed, int silent) {}
