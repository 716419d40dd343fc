package dev.escapement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.escapement.cache.CacheStats;
import dev.escapement.cache.Informer;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Decoder;
import dev.escapement.client.Json;
import dev.escapement.queue.QueueStats;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Controllers at work on a cluster.
 *
 * <pre>{@code
 * try (var operator = Operator.named("websites").controller(websites).start()) {
 *     ...
 * }
 * }</pre>
 */
public final class Operator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);
    /** How long runs that were interrupted may take to end before they are abandoned. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Builder settings;
    private final ApiClient client;
    private final Informers informers;
    private final List<ControllerLoop<?>> loops = new ArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private Operator(Builder settings) {
        this.settings = settings;
        this.client = ApiClient.of(settings.config(), settings.transport, new Json(settings.decoders));
        this.informers = new Informers(client, settings.clock);
        var writer = new Writer(client, informers, settings.name);
        var parts = new RunContext.Parts(client, informers, writer, settings.clock, List.of());
        for (var controller : settings.controllers) {
            loops.add(new ControllerLoop<>(settings.name, controller, settings.namespace, parts));
        }
        settings.controllers.stream()
                .flatMap(controller -> controller.indexes().stream())
                .forEach(indexed -> informers.index(indexed.kind(), indexed.index()));
    }

    /** An operator to be; the name is its field manager and part of its finalizers, so keep it. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** What an operator is made of. */
    public static final class Builder {
        private final String name;
        private final List<Controller<? extends HasMetadata>> controllers = new ArrayList<>();
        private final Map<Class<?>, Decoder<?>> decoders = new HashMap<>();
        private @Nullable Config config;
        private HttpClient.Factory transport = new JdkHttpClientFactory();
        private Clock clock = Clock.system();
        private String namespace = "";
        private Duration grace = Duration.ofSeconds(20);
        private Duration patience = Duration.ofSeconds(10);

        private Builder(String name) {
            if (!name.matches("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")) {
                throw new IllegalArgumentException(
                        "operator name \"" + name
                                + "\": use 1 to 40 lower-case letters, digits and '-', not at its ends, as it becomes part of finalizers");
            }
            this.name = name;
        }

        /** Adds a controller. */
        public Builder controller(Controller<?> controller) {
            if (controller.reconciler() == null) {
                throw new IllegalArgumentException(
                        "controller \"" + controller.name() + "\" has no reconciler: add .reconcile(...)");
            }
            if (controllers.stream().anyMatch(other -> other.name().equals(controller.name()))) {
                throw new IllegalArgumentException("two controllers are called \"" + controller.name()
                        + "\": give one another name with .named(...)");
            }
            controllers.add(controller);
            return this;
        }

        /** The cluster; unless set, the one that kubectl would use, or the one that this runs in. */
        public Builder config(Config value) {
            this.config = value;
            return this;
        }

        /** Only objects of one namespace (and cluster-scoped ones); all namespaces if it is empty, which is the default. */
        public Builder namespace(String value) {
            this.namespace = value;
            return this;
        }

        /** The clock of everything in the operator; the machine's unless set. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /** How requests travel; the JDK's HTTP client unless set. */
        public Builder transport(HttpClient.Factory value) {
            this.transport = value;
            return this;
        }

        /** How objects of a type are made of their JSON; by fabric8's models and Jackson unless set. */
        public <T> Builder decoder(Class<T> type, Decoder<T> decoder) {
            decoders.put(type, decoder);
            return this;
        }

        /** How long runs may go on after a stop before they are interrupted; 20 s unless set. */
        public Builder grace(Duration value) {
            this.grace = value;
            return this;
        }

        /** How long the start waits for an API server that cannot be reached; 10 s unless set. */
        public Builder patience(Duration value) {
            this.patience = value;
            return this;
        }

        /**
         * Starts the operator and returns when its caches are filled and its workers work.
         *
         * @throws OperatorException if it cannot work: no server, no permission, no such kind
         */
        public Operator start() throws InterruptedException {
            return new Operator(this).started();
        }

        /**
         * Runs the operator as a program: understands {@code --kubeconfig}, {@code --context}, {@code --namespace},
         * {@code --all-namespaces} and {@code --crds}, returns when the process is told to stop (SIGTERM, SIGINT), and ends the
         * process with a message and status 1 if it cannot start, or 2 if an argument is wrong.
         */
        public void run(String... args) {
            Program.run(this, args);
        }

        Config config() {
            if (config == null) {
                config = Connection.resolve(null, null);
            }
            return config;
        }

        String name() {
            return name;
        }

        List<Controller<? extends HasMetadata>> controllers() {
            return controllers;
        }

        HttpClient.Factory transport() {
            return transport;
        }
    }

    private Operator started() throws InterruptedException {
        try {
            if (loops.isEmpty()) {
                throw new OperatorException(
                        "operator \"" + settings.name + "\" has no controller: add one with .controller(...)");
            }
            new Startup(client, settings.clock, settings.patience).check();
            informers.fill();
        } catch (InterruptedException | RuntimeException e) {
            informers.all().forEach(Informer::close);
            client.close();
            throw e;
        }
        loops.forEach(ControllerLoop::start);
        return this;
    }

    /** Its connection to the cluster, as fabric8's typed client. */
    public KubernetesClient client() {
        return client.typed();
    }

    /** The name that it was given. */
    public String name() {
        return settings.name;
    }

    /** Whether its caches have been filled. */
    public boolean isSynced() {
        return informers.all().stream().allMatch(informer -> {
            var synced = informer.synced();
            return synced.isDone() && !synced.isCompletedExceptionally();
        });
    }

    /** Whether it has been told to stop, or has stopped. */
    public boolean isClosing() {
        return closing.get();
    }

    /** How many keys wait for a worker, over all controllers. */
    public int depth() {
        return loops.stream().mapToInt(loop -> loop.queue().depth()).sum();
    }

    /** How many runs are on their way, over all controllers. */
    public int processing() {
        return loops.stream().mapToInt(loop -> loop.queue().processing()).sum();
    }

    /** How many keys are scheduled for later, over all controllers. */
    public int scheduled() {
        return loops.stream().mapToInt(loop -> loop.queue().scheduled()).sum();
    }

    /** The queues' figures, by the name of the controller. */
    public Map<String, QueueStats> queues() {
        var stats = new TreeMap<String, QueueStats>();
        loops.forEach(loop -> stats.put(loop.name(), loop.queue().stats()));
        return stats;
    }

    /** What its caches hold, one for each kind and selection. */
    public List<CacheStats> caches() {
        return informers.all().stream().map(Informer::stats).toList();
    }

    /**
     * Stops in order: no further change comes in, runs may finish within the grace time, then they are interrupted, and
     * abandoned if they do not heed it. Returns when that is over; further calls wait for the first.
     */
    @Override
    public void close() {
        stop();
    }

    /** Waits until the operator has been closed. */
    public void awaitClosed() throws InterruptedException {
        try {
            closed.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stop never fails", e);
        }
    }

    /** As {@link #close}; returns how many runs had to be abandoned. */
    int stop() {
        if (!closing.compareAndSet(false, true)) {
            return closed.join();
        }
        informers.all().forEach(Informer::close);
        var ended =
                CompletableFuture.allOf(loops.stream().map(ControllerLoop::stop).toArray(CompletableFuture[]::new));
        var interrupt = settings.clock.schedule(settings.grace, () -> loops.forEach(ControllerLoop::interrupt));
        var abandon = settings.clock.schedule(settings.grace.plus(LAST_WORDS), () -> ended.complete(null));
        ended.join();
        interrupt.cancel();
        abandon.cancel();
        int left = processing();
        if (left > 0) {
            LOG.error("{}: {} runs did not end, even when interrupted, and are abandoned", settings.name, left);
        }
        client.close();
        closed.complete(left);
        return left;
    }
}
