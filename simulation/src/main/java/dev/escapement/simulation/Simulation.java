package dev.escapement.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.escapement.Crds;
import dev.escapement.OperatorBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * An unchanged operator in a simulated cluster, in which time, the order of all threads and all failures are drawn from a seed; played
 * with many seeds, each in two phases: with faults, in which what must always hold is checked, and without, in which all has to
 * become as if nothing had ever failed.
 *
 * <pre>{@code
 * Simulation.of(() -> Operator.named("websites").controller(websites))
 *         .sample(website("a"), website("b"))
 *         .always("nobody has more than 3 replicas", cluster -> ...)
 *         .eventually("all are ready", cluster -> ...)
 *         .run();
 * }</pre>
 *
 * <p>The JVM needs {@code --add-opens=java.base/java.lang=ALL-UNNAMED}. Not safe for use by several threads.
 */
public final class Simulation {
    /** Which seed to play, and no other. */
    static final String SEED = "escapement.simulation.seed";
    /** How many seeds to play, whatever tests say. */
    static final String SEEDS = "escapement.simulation.seeds";

    private final List<HasMetadata> given = new ArrayList<>();
    private final List<HasMetadata> samples = new ArrayList<>();
    private final Map<Class<?>, BiFunction<HasMetadata, RandomGenerator, HasMetadata>> changes = new LinkedHashMap<>();
    private final List<Condition> always = new ArrayList<>();
    private final List<Condition> eventually = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private @Nullable Supplier<OperatorBuilder> operator;
    private @Nullable List<Step> script;
    private Faults faults = Profile.ROUGH.faults();
    private Duration within = Duration.ofMinutes(30);
    private int seeds = 100;
    private String name = "simulation";
    private boolean played;
    /** The operator's custom resources, made at the first play; never empty then. */
    private List<HasMetadata> definitions = List.of();

    Simulation() {}

    /** A simulation of an operator, which is made anew whenever it starts. */
    public static Simulation of(Supplier<OperatorBuilder> operator) {
        return new Simulation().operator(operator);
    }

    /** The operator, which is made anew whenever it starts: as it is, without a configuration, transport or clock. */
    public Simulation operator(Supplier<OperatorBuilder> value) {
        operator = value;
        return this;
    }

    /** What it is called in messages and in the name of its page. */
    public Simulation named(String value) {
        name = value;
        return this;
    }

    /** Objects that are there before the operator starts. Definitions of the operator's custom resources need not be given. */
    public Simulation given(HasMetadata... objects) {
        given.addAll(List.of(objects));
        return this;
    }

    /** Objects that people create, change and delete, as scripts are drawn that say when. */
    public Simulation sample(HasMetadata... objects) {
        samples.addAll(List.of(objects));
        return this;
    }

    /** How people change objects of a type: it gets one as it is, and gives it back changed. They are annotated unless this is said. */
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> Simulation change(Class<T> type, BiFunction<T, RandomGenerator, T> change) {
        changes.put(type, (BiFunction<HasMetadata, RandomGenerator, HasMetadata>) change);
        return this;
    }

    /** What happens, in place of what would be drawn from samples. */
    public Simulation script(Step... steps) {
        script = List.of(steps);
        return this;
    }

    /** How bad the weather is; {@link Profile#ROUGH} unless set. */
    public Simulation faults(Profile profile) {
        return faults(profile.faults());
    }

    /** What happens to requests, one by one. With none at all, drawn scripts leave processes alone, too. */
    public Simulation faults(Faults value) {
        faults = value;
        return this;
    }

    /** What must hold after every change of the cluster. */
    public Simulation always(String what, Predicate<Snapshot> holds) {
        always.add(new Condition(what, holds));
        return this;
    }

    /** What must come to hold when nothing fails any more, and the script is over. */
    public Simulation eventually(String what, Predicate<Snapshot> holds) {
        eventually.add(new Condition(what, holds));
        return this;
    }

    /** How long that may take, in simulated time; 30 minutes unless set. */
    public Simulation within(Duration value) {
        within = value;
        return this;
    }

    /** Parts of objects that may depend on what happened on the way, such as counts of attempts; JSON pointers. */
    public Simulation ignoring(String... pointers) {
        ignored.addAll(List.of(pointers));
        return this;
    }

    /** How many seeds are played; 100 unless set. */
    public Simulation seeds(int value) {
        seeds = value;
        return this;
    }

    /**
     * Plays all seeds; {@code -Descapement.simulation.seed=N} plays only that one, and {@code -Descapement.simulation.seeds=N} that
     * many.
     *
     * @throws AssertionError for the first seed with which something is wrong; it has the seed, the shortest script found, and
     *     what happened
     */
    public void run() {
        var _ = play();
    }

    Totals play() {
        played = true;
        var only = Long.getLong(SEED);
        long first = only == null ? 1 : only;
        int count = only == null ? Integer.getInteger(SEEDS, seeds) : 1;
        var scenario = scenario();
        var totals = Totals.NONE;
        for (long seed = first; seed < first + count; seed++) {
            totals = totals.plus(play(scenario, seed));
        }
        return totals;
    }

    private Ending play(Scenario scenario, long seed) {
        var steps = steps(seed);
        var ending = Trial.play(scenario, steps, seed);
        if (!ending.failure().isEmpty()) {
            throw Failure.of(name, scenario, steps, seed, ending);
        }
        return ending;
    }

    boolean isPlayed() {
        return played;
    }

    /** What happens with a seed, whatever comes of it. */
    Trace trace(long seed) {
        return Trial.trace(scenario(), steps(seed), seed);
    }

    private List<Step> steps(long seed) {
        if (script != null) {
            return script;
        }
        if (samples.isEmpty()) {
            throw new IllegalStateException(
                    "nothing happens in this simulation: give it a .sample(...) or a .script(...)");
        }
        return new Scripts(samples, changes, faults.active().isEmpty()).draw(new SplittableRandom(seed));
    }

    private Scenario scenario() {
        var made = operator;
        if (made == null) {
            throw new IllegalStateException("nobody is simulated: say .operator(() -> Operator.named(...)...)");
        }
        if (definitions.isEmpty()) {
            definitions = Crds.of(made.get());
        }
        var all = new ArrayList<>(definitions);
        all.addAll(given);
        return new Scenario(made, all, faults, List.copyOf(always), List.copyOf(eventually), within, ignored);
    }
}
