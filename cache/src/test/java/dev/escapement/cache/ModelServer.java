package dev.escapement.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;

/** An API server with one kind of object, reduced to what a store can notice of it: states, versions, and watches that lag. */
final class ModelServer {
    /** A version of an object. */
    record State(
            ObjectKey key, int version, int uid, String app, String tier, String node, String owner, int restored) {
        RawObject raw() {
            return RawObject.of(("{\"metadata\":{\"namespace\":\"%s\",\"name\":\"%s\",\"resourceVersion\":\"%d\","
                            + "\"uid\":\"%d\",\"labels\":{%s},\"ownerReferences\":[%s]},"
                            + "\"spec\":{\"node\":\"%s\",\"restored\":%d}}")
                    .formatted(
                            key.namespace(),
                            key.name(),
                            version,
                            uid,
                            (app.isEmpty() ? "" : "\"app\":\"" + app + "\",") + "\"tier\":\"" + tier + "\"",
                            owner.isEmpty()
                                    ? ""
                                    : "{\"apiVersion\":\"v1\",\"kind\":\"K\",\"name\":\"o\",\"uid\":\"" + owner + "\"}",
                            node,
                            restored)
                    .getBytes(StandardCharsets.UTF_8));
        }

        State at(int newVersion) {
            return new State(key, newVersion, uid, app, tier, node, owner, restored);
        }
    }

    /** What a write did; either side is null if there was or is nothing. */
    private record Write(State before, State after, int version) {}

    /** A watch of what a predicate selects. */
    final class Feed {
        private final Source source;
        private final Predicate<State> selects;
        private int position = -1;
        /** What a list shows at least. */
        private int asked;

        Feed(Source source, Predicate<State> selects) {
            this.source = source;
            this.selects = selects;
        }

        boolean isBehind() {
            return position < log.size();
        }

        int position() {
            return position < 0 ? 0 : position;
        }

        /** Lists everything, now or as it was some writes ago. */
        void list() {
            int at = position < 0
                    ? asked + random.nextInt(log.size() - asked + 1)
                    : position + random.nextInt(log.size() - position + 1);
            Map<ObjectKey, State> then = new HashMap<>();
            for (var write : log.subList(0, at)) {
                then.remove((write.after == null ? write.before : write.after).key);
                if (write.after != null) {
                    then.put(write.after.key, write.after);
                }
            }
            Set<ObjectKey> listed = new HashSet<>();
            then.values().stream().filter(selects).forEach(state -> {
                listed.add(state.key);
                source.report(state.raw(), true);
            });
            source.retain(listed, Integer.toString(10 + at));
            position = at;
        }

        void next() {
            var write = log.get(position++);
            boolean before = write.before != null && selects.test(write.before);
            boolean after = write.after != null && selects.test(write.after);
            if (after) {
                source.report(write.after.raw(), false);
            } else if (before) {
                source.reportDeleted(write.before.at(write.version).raw());
            }
        }

        /** It hears that the server has not come as far as it has. */
        void wentBack() {
            source.wentBack();
            asked = log.size();
            position = -1;
        }

        void bookmark() {
            if (position >= 0) {
                source.reportedUpTo(Integer.toString(10 + position));
            }
        }
    }

    private final SplittableRandom random;
    private final Map<ObjectKey, State> states = new HashMap<>();
    private final List<Write> log = new ArrayList<>();
    /** All that ever was, by its JSON. */
    private final Map<String, State> history = new HashMap<>();

    private int restored;

    ModelServer(SplittableRandom random) {
        this.random = random;
    }

    State write(ObjectKey key) {
        var before = states.get(key);
        int version = 11 + log.size();
        var state = new State(
                key,
                version,
                before == null ? version : before.uid,
                one("", "web", "api"),
                one("gold", "tin"),
                one("n1", "n2", "n3"),
                one("", "o1", "o2"),
                restored);
        states.put(key, state);
        history.put(new String(state.raw().json(), StandardCharsets.UTF_8), state);
        log.add(new Write(before, state, version));
        return state;
    }

    void delete(ObjectKey key) {
        var before = states.remove(key);
        if (before != null) {
            log.add(new Write(before, null, 11 + log.size()));
        }
    }

    /** Restores an older state; returns the version that it ended with. */
    int restore() {
        int kept = random.nextInt(log.size() + 1);
        while (log.size() > kept) {
            var lost = log.removeLast();
            if (lost.before == null) {
                states.remove(lost.after.key);
            } else {
                states.put(lost.before.key, lost.before);
            }
        }
        restored++;
        return 10 + kept;
    }

    /** All that ever was. */
    Collection<State> history() {
        return history.values();
    }

    State state(RawObject object) {
        return history.get(new String(object.json(), StandardCharsets.UTF_8));
    }

    Map<ObjectKey, State> states() {
        return states;
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }
}
