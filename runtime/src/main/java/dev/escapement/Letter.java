package dev.escapement;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.escapement.DeadLetters.Failure;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * A failure that is kept, in a form that costs little and comes back the same from the cluster.
 *
 * @param id what failed
 * @param place the namespace and name of its {@code DeadLetter}
 * @param subject which object, and what it asked for
 * @param state whether it keeps its object from being tried
 * @param error what people are told
 * @param fingerprint the same for failures that differ only in names, numbers and times
 * @param attempts how many were made
 * @param first when the first of them failed
 * @param last when the last of them failed
 * @param history the last of them, oldest first
 */
record Letter(
        DeadLetters.Id id,
        ObjectKey place,
        Subject subject,
        State state,
        String error,
        String fingerprint,
        int attempts,
        Instant first,
        Instant last,
        List<Failure> history) {
    static final int HISTORY = 5;
    private static final int LONGEST_ERROR = 1024;
    private static final int LONGEST_OF_HISTORY = 256;

    /** Whether it keeps its object from being tried. */
    enum State {
        /** It does, and people are to see it. */
        PARKED,
        /** It does, and people have seen enough of it. */
        DISCARDED,
        /** It does not any more; it is remembered until it is known how the next attempt ends. */
        RELEASED
    }

    /**
     * The object that failed.
     *
     * @param generation what it asked for; 0 for kinds that do not count it
     */
    record Subject(String apiVersion, String kind, String uid, long generation) {}

    /** A letter whose texts are as long as the cluster takes, and whose times are as fine. */
    Letter {
        error = bounded(error, LONGEST_ERROR);
        first = first.truncatedTo(ChronoUnit.MILLIS);
        last = last.truncatedTo(ChronoUnit.MILLIS);
        history = history.stream()
                .skip(Math.max(0, history.size() - HISTORY))
                .map(failure -> new Failure(
                        failure.at().truncatedTo(ChronoUnit.MILLIS), bounded(failure.error(), LONGEST_OF_HISTORY)))
                .toList();
    }

    /** Whether it keeps an object in this state from being tried: the same object, asking for the same. */
    boolean holds(Header object) {
        return state != State.RELEASED
                && subject.uid().equals(object.uid())
                && (object.generation() == 0 || subject.generation() == object.generation());
    }

    Letter in(State other) {
        return new Letter(id, place, subject, other, error, fingerprint, attempts, first, last, history);
    }

    /** The same as the continuation of an earlier one, unless that is about another object of the same name. */
    Letter continuing(@Nullable Letter earlier) {
        if (earlier == null || !earlier.subject.uid().equals(subject.uid())) {
            return this;
        }
        var all = new ArrayList<>(earlier.history);
        history.stream().filter(failure -> !all.contains(failure)).forEach(all::add);
        all.sort(Comparator.comparing(Failure::at));
        var since = earlier.first.isBefore(first) ? earlier.first : first;
        boolean discarded = earlier.state == State.DISCARDED && isOfSameFailure(earlier);
        return new Letter(
                id,
                place,
                subject,
                discarded ? State.DISCARDED : state,
                error,
                fingerprint,
                earlier.attempts + attemptsAfter(earlier),
                since,
                last,
                all);
    }

    /** How many attempts were made since an earlier letter, whose row of failures this one may go on with. */
    private int attemptsAfter(Letter earlier) {
        int later = (int) history.stream()
                .filter(failure -> failure.at().isAfter(earlier.last))
                .count();
        return later == history.size() ? attempts : Math.max(1, later);
    }

    private boolean isOfSameFailure(Letter earlier) {
        return earlier.subject.generation() == subject.generation() && earlier.fingerprint.equals(fingerprint);
    }

    /** Whether another has the same text, whatever its state is. */
    boolean saysTheSame(@Nullable Letter other) {
        return other != null && in(State.PARKED).equals(other.in(State.PARKED));
    }

    /** A text that is not longer than so many characters. */
    static String bounded(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 3;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "...";
    }
}
