package dev.escapement.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.escapement.OperatorBuilder;
import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;

/**
 * A simulated world: an API server, an operator that is started again whenever it ends, the network between them, and time. All that
 * happens in it is a function of the seed. Confined to the thread that makes it.
 */
final class World implements AutoCloseable {
    private final WorldTime time = new WorldTime();
    private final Trace trace = new Trace(time);
    private final SplittableRandom random;
    private final Scheduler scheduler;
    private final ServerHost server;
    private final Supplier<OperatorBuilder> operator;
    private final Faults faults;
    private final Witness witness = new Witness(this);
    private final List<Runnable> invariants = new ArrayList<>();
    private long checkedAt;
    private int hosts;
    private boolean calm;
    private Incarnation incarnation;

    /**
     * A world at its beginning.
     *
     * @param operator makes the operator anew whenever it starts
     */
    World(long seed, Faults faults, Supplier<OperatorBuilder> operator) {
        this.random = new SplittableRandom(seed);
        this.scheduler = new Scheduler(random.split(), trace);
        this.server = new ServerHost(host("server"), random.split());
        this.operator = operator;
        this.faults = faults;
        this.incarnation = new Incarnation(this, host("operator"), random.split());
    }

    private Host host(String name) {
        return new Host(name, hosts++, scheduler, time);
    }

    Trace trace() {
        return trace;
    }

    WorldTime time() {
        return time;
    }

    Witness witness() {
        return witness;
    }

    ServerHost server() {
        return server;
    }

    OperatorBuilder builder() {
        return operator.get();
    }

    Faults faults() {
        return faults;
    }

    boolean isCalm() {
        return calm;
    }

    Incarnation operator() {
        return incarnation;
    }

    void start() {
        incarnation.start();
    }

    /** From now on no request fails. */
    void calm() {
        calm = true;
        trace.tell("world", "calm from now on");
        incarnation.calm();
    }

    /** The operator has ended, one way or another: another one takes its place a while later. */
    void replace(Incarnation ended, Duration after) {
        var skew = ended.host().clock().skew();
        ended.host().crash();
        incarnation = new Incarnation(this, host("operator"), random.split());
        incarnation.host().clock().skew(skew);
        witness.newOperator();
        var _ = time.clock().schedule(after, incarnation::start);
    }

    /** What must hold after every change of the cluster. */
    void always(Runnable invariant) {
        invariants.add(invariant);
    }

    /** Lets time pass. */
    void run(Duration duration) {
        long end = time.clock().nanos() + duration.toNanos();
        var alarm = time.clock().schedule(duration, () -> {});
        runUntil(() -> time.clock().nanos() >= end);
        alarm.cancel();
    }

    /** Lets things happen until something is so; it is looked at when nobody has anything to do. */
    void runUntil(BooleanSupplier holds) {
        while (true) {
            while (scheduler.step()) {
                check();
            }
            if (holds.getAsBoolean()) {
                return;
            }
            if (!time.pass()) {
                throw new IllegalStateException("nobody in the simulated world waits for anything any more");
            }
        }
    }

    private void check() {
        witness.verify();
        long revision = server.api().revision();
        if (revision != checkedAt) {
            checkedAt = revision;
            invariants.forEach(Runnable::run);
        }
    }

    /** A request of nobody's, which is answered at once. */
    Response ask(Request request) {
        return server.api().handle(request);
    }

    @Override
    public void close() {
        incarnation.host().crash();
        server.host().crash();
    }
}
