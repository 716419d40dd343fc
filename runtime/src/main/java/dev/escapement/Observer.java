package dev.escapement;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;

/**
 * Is told what an operator does with its objects, on the threads that do it. It is for simulations, which check what can't be seen
 * from outside: it must be quick, and throw nothing.
 */
public interface Observer {
    /** Nobody. */
    Observer NONE = new Observer() {};

    /**
     * A run begins.
     *
     * @param seen the object in the state that the run is about
     * @param limit how long it may take; zero for as long as it likes
     */
    default void begins(String controller, Header seen, Duration limit) {}

    /** A run has ended, also one that does not count any more. */
    default void ends(String controller, ObjectKey key) {}

    /** A run does not count any more, as it has taken too long, and there may be another one. */
    default void abandoned(String controller, ObjectKey key) {}

    /** A run has worked. */
    default void worked(String controller, ObjectKey key) {}

    /**
     * An attempt has failed.
     *
     * @param attempts how many have, in a row
     * @param allowed how many may; 0 for any number
     * @param terminal whether another attempt would be in vain
     * @param givenUp whether there is a dead letter now, rather than another attempt
     */
    default void failed(
            String controller, ObjectKey key, int attempts, int allowed, boolean terminal, boolean givenUp) {}

    /** A tick of a timer is called, which was due at an instant of the operator's wall clock. */
    default void ticks(String controller, String timer, Header object, Duration interval, Instant due) {}

    /**
     * Code begins that may go on between runs: a call of a step, or a run of a daemon.
     *
     * @param name the step's with the sequence's before it, or the daemon's with the controller's before it
     * @param uid the object's; empty if there is none of another object of this name at the same time
     * @param limit until when it has ended, or is given up; zero for as long as it likes
     */
    default void lastingBegins(String name, ObjectKey key, String uid, Duration limit) {}

    /**
     * Such code is to end.
     *
     * @param limit until when it has, or is given up; zero if it is given up now, but not forgotten: until it has ended there is
     *     not another one
     */
    default void lastingStops(String name, ObjectKey key, String uid, Duration limit) {}

    /** Such code has ended, or is given up. */
    default void lastingEnds(String name, ObjectKey key, String uid) {}
}
