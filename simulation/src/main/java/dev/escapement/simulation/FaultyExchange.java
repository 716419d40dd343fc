package dev.escapement.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import dev.escapement.simulation.FaultPlan.Injection;
import dev.escapement.time.Clock;

/**
 * A network, and servers behind it, on which faults happen until it is calm. What happens to a request depends on the seed, on the
 * request's number and on what it is about; all time is the clock's. Safe for use by many threads.
 */
final class FaultyExchange implements Exchange {
    private final FaultSource source;
    private final FaultWeather weather;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Injection> happened = new ArrayList<>();
    private long requests;
    private volatile boolean calm;

    /**
     * Draws faults.
     *
     * @param random where the seed comes from: one number is taken
     * @param told each fault that happens, in one line
     */
    FaultyExchange(Exchange server, Faults faults, RandomGenerator random, Clock clock, Consumer<String> told) {
        this(server, faults, FaultSource.drawn(faults, random), clock, told);
    }

    /**
     * Takes faults from elsewhere, such as from the plan of a run that failed.
     *
     * @param faults for how long they last
     */
    FaultyExchange(Exchange server, Faults faults, FaultSource source, Clock clock, Consumer<String> told) {
        this.source = source;
        this.weather = new FaultWeather(server, faults, clock, new FaultOutages(clock), told);
    }

    @Override
    public Response handle(Request request) throws IOException {
        var target = FaultTarget.of(request);
        long number;
        List<Injection> injections;
        lock.lock();
        try {
            number = ++requests;
            injections = calm ? List.of() : source.faults(number, target);
            happened.addAll(injections);
        } finally {
            lock.unlock();
        }
        return new FaultyCall(weather, number, target, injections).answer();
    }

    /**
     * No further faults: a server is there, what lags catches up. What has happened stays: a connection that is dead is dead, a
     * version that is forgotten is not known again.
     */
    void calm() {
        calm = true;
        weather.outages().calm();
    }

    /** How many requests there were. */
    long requests() {
        lock.lock();
        try {
            return requests;
        } finally {
            lock.unlock();
        }
    }

    /** The faults of this run until now, with which it can be repeated. */
    FaultPlan plan() {
        lock.lock();
        try {
            return new FaultPlan(happened);
        } finally {
            lock.unlock();
        }
    }
}
