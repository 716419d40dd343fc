package dev.escapement.client;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

import dev.escapement.time.Clock;
import dev.escapement.time.CountedLock;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one class: those that are under way, at most as many as the limit, and those that wait, in the order in which
 * they came. No lock is held while a request is sent or answered.
 */
final class GateLane {
    /** A kube-apiserver ends a request after 60 s ({@code --request-timeout}); then its seat is free, whatever became of the answer. */
    static final Duration LONGEST_STAY = Duration.ofSeconds(90);
    /** The share of a pause by which it may be longer, so that not all clients of a server come back at once. */
    static final double JITTER = 0.2;

    private static final long NEVER = Long.MAX_VALUE;

    private final Clock clock;
    private final AdaptiveLimit limit;
    private final RandomGenerator random;
    private final Clock.Timer alarm;
    private final CountedLock lock = new CountedLock("gate");

    private final TreeMap<Long, GateTicket> waiting = new TreeMap<>();
    /** Those under way, in the order of their admission. */
    private final LinkedHashSet<GateTicket> seated = new LinkedHashSet<>();
    /** Threads that let requests in; what they cause on the way is left to their loop, or stacks would grow with the queue. */
    private final Set<Thread> letting = ConcurrentHashMap.newKeySet();

    private final GateWaits waits = new GateWaits();
    private long turns;
    private long pausedUntil;
    /** By how much the pauses of this window are longer than asked for; drawn once, as the most of many draws is always the same. */
    private double stretch = 1;

    private long alarmAt = NEVER;
    private long epoch;
    private long admitted;
    private long refused;
    private long retried;
    private long overdue;
    private GateState.@Nullable Decrease lastDecrease;

    @SuppressWarnings("this-escape") // the alarm is set only by calls that come later
    GateLane(Clock clock, GateLimits.Range range, long seed) {
        this.clock = clock;
        this.limit = new AdaptiveLimit(range, clock.nanos());
        this.random = new SplittableRandom(seed);
        this.alarm = clock.timer(this::ring);
        this.pausedUntil = clock.nanos();
    }

    /** Asks for a seat; the ticket is told when it has it, which may be before this returns. */
    void enter(GateTicket ticket) {
        lock.lock();
        try {
            if (ticket.turn < 0) {
                ticket.turn = turns++;
            }
            ticket.place = GateTicket.Place.WAITING;
            ticket.since = clock.nanos();
            waiting.put(ticket.turn, ticket);
        } finally {
            lock.unlock();
        }
        letIn();
    }

    /** Stops to wait; returns false if the ticket does not wait. */
    boolean leave(GateTicket ticket) {
        lock.lock();
        try {
            if (ticket.place != GateTicket.Place.WAITING) {
                return false;
            }
            waiting.remove(ticket.turn);
            ticket.place = GateTicket.Place.OUTSIDE;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a seat back; only the first call for an admission counts. {@code answered} tells whether the server did its part. */
    void release(GateTicket ticket, boolean answered) {
        lock.lock();
        try {
            if (!vacate(ticket)) {
                return;
            }
            if (answered) {
                limit.answered(clock.nanos(), !waiting.isEmpty());
            }
        } finally {
            lock.unlock();
        }
        letIn();
    }

    /** Gives a seat back because the server refused: nobody is let in until the time that it asked for is over. */
    void refused(GateTicket ticket, GateRefusal refusal) {
        lock.lock();
        try {
            refused++;
            long now = clock.nanos();
            // Those admitted before the last decrease tell what is known; and nobody is admitted within a window.
            if (ticket.epoch == epoch && now - pausedUntil >= 0) {
                decrease(now, refusal);
                stretch = 1 + JITTER * random.nextDouble();
            }
            long until = now + (long) (refusal.retryAfter().toNanos() * stretch);
            if (until - pausedUntil > 0) {
                pausedUntil = until;
            }
            vacate(ticket);
        } finally {
            lock.unlock();
        }
        letIn();
    }

    private void decrease(long now, GateRefusal refusal) {
        int before = limit.limit();
        limit.refused(now, seated.size());
        epoch++;
        lastDecrease = new GateState.Decrease(
                clock.now(),
                before,
                limit.limit(),
                seated.size(),
                refusal.code(),
                refusal.retryAfter(),
                refusal.flowSchema(),
                refusal.priorityLevel());
    }

    private boolean vacate(GateTicket ticket) {
        if (ticket.place != GateTicket.Place.SEATED) {
            return false;
        }
        ticket.place = GateTicket.Place.OUTSIDE;
        seated.remove(ticket);
        return true;
    }

    private void letIn() {
        if (!letting.add(Thread.currentThread())) {
            return;
        }
        try {
            for (var next = next(); next != null; next = next()) {
                next.admitted.run();
            }
        } finally {
            letting.remove(Thread.currentThread());
        }
    }

    /** The next one that may be sent. */
    private @Nullable GateTicket next() {
        lock.lock();
        try {
            long now = clock.nanos();
            if (!waiting.isEmpty() && now - pausedUntil >= 0 && (seated.size() < limit.limit() || takeBack(now))) {
                var ticket = waiting.pollFirstEntry().getValue();
                ticket.place = GateTicket.Place.SEATED;
                waits.add(now - ticket.since);
                ticket.since = now;
                ticket.epoch = epoch;
                seated.addLast(ticket);
                admitted++;
                retried += ticket.admissions++ > 0 ? 1 : 0;
                return ticket;
            }
            setAlarm(now);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void ring() {
        lock.lock();
        try {
            alarmAt = NEVER;
        } finally {
            lock.unlock();
        }
        letIn();
    }

    /** Has the alarm ring when the pause is over, or the oldest seat is overdue; one that rings too early sets it again. */
    private void setAlarm(long now) {
        long due = NEVER;
        if (!waiting.isEmpty()) {
            due = now - pausedUntil < 0 ? pausedUntil : seated.getFirst().since + LONGEST_STAY.toNanos();
        }
        if (due == NEVER && alarmAt != NEVER) {
            alarm.cancel();
            alarmAt = NEVER;
        } else if (due < alarmAt) {
            alarm.at(due);
            alarmAt = due;
        }
    }

    /** Takes the seats of those back whose answers do not end; returns whether there is room now. */
    private boolean takeBack(long now) {
        while (!seated.isEmpty() && now - seated.getFirst().since >= LONGEST_STAY.toNanos()) {
            overdue++;
            vacate(seated.getFirst());
        }
        return seated.size() < limit.limit();
    }

    /** A duration that is longer by a random share of {@link #JITTER} at most. */
    Duration jittered(Duration duration) {
        lock.lock();
        try {
            return duration.plusNanos((long) (duration.toNanos() * JITTER * random.nextDouble()));
        } finally {
            lock.unlock();
        }
    }

    GateState.Lane state() {
        lock.lock();
        try {
            long now = clock.nanos();
            return new GateState.Lane(
                    limit.limit(),
                    seated.size(),
                    waiting.size(),
                    waiting.isEmpty()
                            ? Duration.ZERO
                            : Duration.ofNanos(now - waiting.firstEntry().getValue().since),
                    Duration.ofNanos(Math.max(0, pausedUntil - now)),
                    admitted,
                    refused,
                    retried,
                    overdue,
                    lastDecrease,
                    waits.snapshot());
        } finally {
            lock.unlock();
        }
    }
}
