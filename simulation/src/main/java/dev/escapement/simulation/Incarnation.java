package dev.escapement.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

import dev.escapement.Operator;
import dev.escapement.OperatorException;
import io.fabric8.kubernetes.client.Config;
import org.jspecify.annotations.Nullable;

/** One process of the operator, from its start to its end. */
final class Incarnation {
    /** As a Deployment restarts a container. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final World world;
    private final Host host;
    private final FaultyExchange network;
    private final CrashPoint crash;
    private @Nullable Operator operator;

    Incarnation(World world, Host host, SplittableRandom random) {
        this.world = world;
        this.host = host;
        var wire = new Network(host, world.server(), random.split(), world.witness());
        this.crash = new CrashPoint(wire, this::crash);
        this.network = new FaultyExchange(
                crash,
                world.faults(),
                random.split(),
                host.clock(),
                fault -> world.trace().tell("network", fault));
    }

    Host host() {
        return host;
    }

    /** The operator, once it has started. */
    @Nullable
    Operator operator() {
        return operator;
    }

    void start() {
        world.trace().tell("operator", "starts");
        if (world.isCalm()) {
            calm();
        }
        host.start(this::work);
    }

    private void work() {
        try {
            operator = world.builder()
                    .config(config())
                    .transport(new InProcessTransport(network))
                    .clock(host.clock())
                    .observer(world.witness().runs())
                    .start();
            world.trace().tell("operator", "has started");
        } catch (OperatorException e) {
            world.trace().tell("operator", "cannot start: " + e.getMessage());
            world.replace(this, AGAIN);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the start of an operator", e);
        }
    }

    /** Nothing fails from now on. */
    void calm() {
        crash.disarm();
        host.clock().skew(Duration.ZERO);
        host.start(network::calm);
    }

    /** Ends at once. */
    void crash() {
        if (host.isUp()) {
            world.trace().tell("operator", "crashes");
            world.replace(this, AGAIN);
        }
    }

    /** Ends within some requests from now. */
    void crashAfter(int requests, boolean answered) {
        crash.arm(requests, answered);
    }

    /** Ends in order, and another one starts. */
    void restart() {
        var running = operator;
        if (running == null) {
            crash(); // it is about to start
            return;
        }
        world.trace().tell("operator", "is told to stop");
        host.start(() -> {
            running.close();
            world.trace().tell("operator", "has stopped");
            world.replace(this, Duration.ofSeconds(1));
        });
    }

    private static Config config() {
        var config = Config.empty();
        config.setMasterUrl("http://in-process/");
        config.setNamespace("default");
        return config;
    }
}
