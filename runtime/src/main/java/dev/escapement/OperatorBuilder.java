package dev.escapement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Decoder;
import dev.escapement.client.Gate;
import dev.escapement.client.GateLimits;
import dev.escapement.client.JdkTransport;
import dev.escapement.client.Json;
import dev.escapement.client.Kind;
import dev.escapement.ownership.SlotTimes;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import org.jspecify.annotations.Nullable;

/** What an operator is made of. */
public final class OperatorBuilder {
    /** Who wants to have what would be run. */
    static final ScopedValue<Consumer<OperatorBuilder>> DECLARED = ScopedValue.newInstance();

    final String name;
    final List<Plan<? extends HasMetadata>> plans = new ArrayList<>();
    final List<Use> uses = new ArrayList<>();
    final Map<Class<?>, Decoder<?>> decoders = new HashMap<>();
    private @Nullable Config config;
    HttpClient.Factory transport = new JdkTransport();
    GateLimits gate = GateLimits.adaptive();
    Clock clock = Clock.system();
    Observer observer = Observer.NONE;
    String namespace = "";
    Duration grace = Duration.ofSeconds(20);
    Duration patience = Duration.ofSeconds(10);

    @Nullable
    SlotTimes standby;

    private int lettersPerController = ClusterDeadLetters.Settings.PER_CONTROLLER;
    private Duration letterAge = ClusterDeadLetters.Settings.AGE;
    private @Nullable Operator neighbour;
    /** What has been said of a connection of its own. */
    private final Set<String> ownConnection = new LinkedHashSet<>();

    OperatorBuilder(String name) {
        if (!name.matches("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "operator name \"" + name
                            + "\": use 1 to 40 lower-case letters, digits and '-', not at its ends, as it becomes part of finalizers");
        }
        this.name = name;
    }

    /** What an author's code does with a kind of which no controller speaks. */
    record Use(Kind kind, List<String> verbs) {}

    /** Adds a controller. */
    public OperatorBuilder controller(Controller<?> controller) {
        var plan = controller.plan();
        if (plan.reconciler == null && !plan.hasOnlyCompanions()) {
            throw new IllegalArgumentException("controller \"" + plan.name
                    + "\" has no reconciler: add .reconcile(...), a .timer(...) or a .daemon(...)");
        }
        if (plans.stream().anyMatch(other -> other.name.equals(plan.name))) {
            throw new IllegalArgumentException(
                    "two controllers are called \"" + plan.name + "\": give one another name with .named(...)");
        }
        plans.add(plan);
        return this;
    }

    /** The cluster; unless set, the one that kubectl would use, or the one that this runs in. */
    public OperatorBuilder config(Config value) {
        ownConnection.add(".config");
        this.config = value;
        return this;
    }

    /** Only objects of one namespace (and cluster-scoped ones); all namespaces if it is empty, which is the default. */
    public OperatorBuilder namespace(String value) {
        this.namespace = value;
        return this;
    }

    /** The clock of everything in the operator; the machine's unless set. */
    public OperatorBuilder clock(Clock value) {
        ownConnection.add(".clock");
        this.clock = value;
        return this;
    }

    /** Who is told what happens to runs; nobody unless set. It is for simulations. */
    public OperatorBuilder observer(Observer value) {
        this.observer = value;
        return this;
    }

    /** How requests travel; the JDK's HTTP client unless set. */
    public OperatorBuilder transport(HttpClient.Factory value) {
        ownConnection.add(".transport");
        this.transport = value;
        return this;
    }

    /** How objects of a type are made of their JSON; by fabric8's models and Jackson unless set. */
    public <T> OperatorBuilder decoder(Class<T> type, Decoder<T> decoder) {
        ownConnection.add(".decoder");
        decoders.put(type, decoder);
        return this;
    }

    /**
     * How many requests may be under way, those of the typed client included; {@link GateLimits#adaptive()} unless set.
     * {@link GateLimits#pinned} fixes it.
     */
    public OperatorBuilder gate(GateLimits value) {
        ownConnection.add(".gate");
        this.gate = value;
        return this;
    }

    /**
     * Has it share the connection of an operator that has been started in this process (with its gate, decoders and clock), and
     * its caches: what one of them watches costs the other no list and no watch. Either can be closed while the other goes on;
     * the last one closes what they share. {@code config}, {@code transport}, {@code gate}, {@code decoder} and
     * {@code clock} are the other's to choose.
     */
    public OperatorBuilder beside(Operator other) {
        this.neighbour = other;
        return this;
    }

    /**
     * Has it be one of several replicas, of which one works and the others stand by with filled caches: the one that holds the
     * Lease {@code NAME.escapement.dev}, where the operator's ConfigMap is. When that one ends, another works within 2 to 5 s; when it
     * dies or is cut off, after 15 to 20 s.
     */
    public OperatorBuilder standby() {
        return standby(SlotTimes.standard());
    }

    /** The same with other times, from the renewDeadline to the lease at least 3 s. */
    public OperatorBuilder standby(SlotTimes times) {
        this.standby = Standby.checked(times);
        return this;
    }

    /** How long runs may go on after a stop before they are interrupted; 20 s unless set. */
    public OperatorBuilder grace(Duration value) {
        this.grace = value;
        return this;
    }

    /** How long the start waits for an API server that cannot be reached; 10 s unless set. */
    public OperatorBuilder patience(Duration value) {
        this.patience = value;
        return this;
    }

    /**
     * How many failures that are no longer retried are remembered, and for how long; 10 000 for each controller and 7 days unless set.
     *
     * @param perController beyond that, the oldest are forgotten
     * @param age how long after its last failure an object is tried once more
     */
    public OperatorBuilder deadLetters(int perController, Duration age) {
        if (perController < 1 || !age.isPositive()) {
            throw new IllegalArgumentException("dead letters: keep at least 1 for each controller, for some time, not "
                    + perController + " for " + age);
        }
        this.lettersPerController = perController;
        this.letterAge = age;
        return this;
    }

    /**
     * Says what the author's code does with objects of a type beside what the controllers tell: {@code owns} implies that they are
     * read, applied and deleted, {@code watches} and {@code reads} that they are read. It changes nothing at run time; the
     * permissions in manifests are made of it, and {@code esc doctor} looks whether they are there.
     *
     * @param verbs such as {@code create} and {@code patch}, which are what {@link Context#apply} takes
     */
    public OperatorBuilder uses(Class<? extends HasMetadata> type, String... verbs) {
        uses.add(new Use(Kind.of(type), List.of(verbs)));
        return this;
    }

    /** What it says of itself, found out without a cluster. */
    public Declaration declaration() {
        return Needs.of(this);
    }

    /**
     * Starts the operator and returns when its caches are filled and its workers work.
     *
     * @throws OperatorException if it cannot work: no server, no permission, no such kind
     * @throws IllegalArgumentException if what it is made of contradicts itself
     */
    public Operator start() throws InterruptedException {
        return new Operator(this).started();
    }

    /**
     * Runs the operator as a program: understands {@code --kubeconfig}, {@code --context}, {@code --namespace},
     * {@code --all-namespaces} and {@code --crds} (and {@code --declare}, which {@code esc} uses), returns when the process is told to stop (SIGTERM, SIGINT), and ends the
     * process with a message and status 1 if it cannot start, or 2 if an argument is wrong.
     */
    public void run(String... args) {
        if (DECLARED.isBound()) {
            DECLARED.get().accept(this);
            return;
        }
        Program.run(this, args);
    }

    /** The connection and the informers to work with, of its own or another operator's. */
    SharedCaches shared() {
        if (neighbour == null) {
            var client = ApiClient.of(config(), transport, Gate.of(gate, clock), new Json(decoders));
            return new SharedCaches(client, clock);
        }
        if (!ownConnection.isEmpty()) {
            throw new IllegalArgumentException("operator \"" + name + "\" works beside \"" + neighbour.name()
                    + "\" and shares its connection: leave out " + String.join(", ", ownConnection)
                    + " (or --kubeconfig and --context), or .beside");
        }
        var shared = neighbour.shared();
        if (!shared.join()) {
            throw new OperatorException("operator \"" + name + "\" cannot work beside \"" + neighbour.name()
                    + "\", which has been closed: start it while the other works");
        }
        return shared;
    }

    Config config() {
        if (neighbour != null) {
            return neighbour.settings().config();
        }
        if (config == null) {
            config = Connection.resolve(null, null);
        }
        return config;
    }

    String name() {
        return name;
    }

    ClusterDeadLetters.Settings letters() {
        return new ClusterDeadLetters.Settings(
                lettersPerController, letterAge, letterHome(), letterNamespaces(letterHome()));
    }

    /** Where letters about cluster-scoped objects go: where this runs, or where kubectl would look for them. */
    private String letterHome() {
        var current = config().getNamespace();
        return current == null || current.isBlank() ? "default" : current;
    }

    /** The namespaces that letters can be in; none for all. */
    private Set<String> letterNamespaces(String home) {
        var all = new LinkedHashSet<String>();
        for (var plan : plans) {
            var within = plan.kind.namespaced() ? plan.namespaces(namespace) : List.of(home);
            if (within.isEmpty()) {
                return Set.of();
            }
            all.addAll(within);
        }
        return all;
    }

    ClusterDeadLetters.Subjects subjects(Informers informers) {
        return id -> plans.stream()
                .filter(plan -> plan.name.equals(id.controller()))
                .flatMap(plan -> informers.find(plan.kind, id.key()).stream()
                        .map(object -> new ClusterDeadLetters.Subjects.Found(plan.kind, object.header())))
                .findFirst()
                .orElse(null);
    }

    List<Plan<? extends HasMetadata>> plans() {
        return plans;
    }

    HttpClient.Factory transport() {
        return neighbour == null ? transport : neighbour.settings().transport();
    }
}
