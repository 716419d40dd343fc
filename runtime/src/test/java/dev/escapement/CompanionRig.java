package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.ConfigBuilder;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What a companion has around it, without a cluster: objects that a test puts in, a clock that it moves, and what was told. */
final class CompanionRig implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final VirtualClock steady = VirtualClock.at(START);
    final WallClock clock = new WallClock();
    final Letters letters = new Letters();
    final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
    private final Map<ObjectKey, RawObject> objects = new ConcurrentHashMap<>();
    private final List<Companion> companions = new ArrayList<>();
    private final ApiClient client = ApiClient.of(new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:9")
            .withAutoConfigure(false)
            .build());
    private int versions;

    /** A clock whose wall can be set; its timers do not mind. */
    final class WallClock implements Clock {
        private volatile Duration ahead = Duration.ZERO;

        void jump(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant now() {
            return steady.now().plus(ahead);
        }

        @Override
        public long nanos() {
            return steady.nanos();
        }

        @Override
        public Timer timer(Runnable action) {
            return steady.timer(action);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            steady.sleep(duration);
        }
    }

    /** Letters that are kept for an object's generation, as real ones are. */
    static final class Letters implements DeadLetters {
        final Map<Id, Long> parked = new ConcurrentHashMap<>();
        final List<String> told = new ArrayList<>();

        @Override
        public void park(Id id, Kind kind, Header object, Throwable failure, int attempts, List<Failure> history) {
            parked.put(id, object.generation());
            told.add("%s: %s after %d attempts: %s"
                    .formatted(id.key().name(), id.task(), attempts, failure.getMessage()));
        }

        @Override
        public boolean isParked(Id id, Header object) {
            return Long.valueOf(object.generation()).equals(parked.get(id));
        }

        @Override
        public boolean settle(Id id) {
            return parked.remove(id) != null;
        }

        @Override
        public void release(Id id) {
            parked.remove(id);
        }

        @Override
        public void onRelease(Released listener) {}
    }

    Parts parts() {
        return parts(clock);
    }

    /** The same on another clock. */
    Parts parts(Clock time) {
        var informers = new Informers(new SharedCaches(client, time));
        Events told = (_, regarding, tone, reason, _, note) ->
                events.add("%s: %s %s: %s".formatted(regarding.key().name(), tone, reason, note));
        return new Parts(
                "test",
                client,
                informers,
                new Writer(client, informers, "test"),
                time,
                told,
                new Controls("test", Set.of()),
                letters,
                Observer.NONE,
                List.of());
    }

    /** Starts a companion, which is told of the objects that there are before. */
    <C extends Companion> C start(BiFunction<Parts, Function<ObjectKey, Optional<RawObject>>, C> maker) {
        var companion = maker.apply(parts(), key -> Optional.ofNullable(objects.get(key)));
        companions.add(companion);
        objects.values().forEach(object -> companion.present(null, object));
        companion.start();
        return companion;
    }

    /** The companion of a controller that has one. */
    Companion start(Controller<Gadget> controller) {
        return start(
                (parts, find) -> Companion.of(controller.plan(), parts, find).getFirst());
    }

    /** An object appears or changes. */
    RawObject put(String name, String metadata, String rest) {
        var now = RawObject.of("""
                {"metadata": {"namespace": "n", "name": "%s", "resourceVersion": "%d", %s}, %s}""".formatted(name, ++versions, metadata, rest).getBytes(UTF_8));
        var before = objects.put(now.key(), now);
        companions.forEach(companion -> companion.present(before, now));
        return now;
    }

    /** A gadget that was created at the start; its uid is its name. */
    RawObject put(String name, int generation) {
        return put(
                name,
                "\"uid\": \"%s\", \"generation\": %d, \"creationTimestamp\": \"%s\"".formatted(name, generation, START),
                "\"spec\": {\"size\": %d}".formatted(generation));
    }

    void delete(String name) {
        objects.remove(key(name));
        pause(name);
    }

    void pause(String name) {
        companions.forEach(companion -> companion.absent(key(name), "the test says so"));
    }

    void resume(String name) {
        companions.forEach(companion -> companion.present(null, objects.get(key(name))));
    }

    /** A letter is released by hand. */
    void release(DeadLetters.Id id) {
        letters.release(id);
        companions.forEach(companion -> companion.released(id));
    }

    static ObjectKey key(String name) {
        return new ObjectKey("n", name);
    }

    /** Ends a companion as a process ends. */
    void kill(Companion companion) {
        companions.remove(companion);
        companion.stop("the test kills it");
    }

    String time() {
        return clock.now().toString().substring(11, 19);
    }

    @Override
    public void close() {
        companions.forEach(companion -> companion.stop("the test is over"));
        client.close();
    }
}
