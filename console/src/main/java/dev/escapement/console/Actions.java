package dev.escapement.console;

import java.util.List;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.Insight;
import dev.escapement.LetterView;
import dev.escapement.Operator;
import dev.escapement.client.ObjectKey;

/** What can be done to an operator from the console. Each is written down, with who did it. */
final class Actions {
    /** Of so many letters each is written down on its own object, too. */
    private static final int EVENTS = 20;

    private final Operator operator;

    Actions(Operator operator) {
        this.operator = operator;
    }

    /**
     * Acts.
     *
     * @param action such as {@code replay}
     * @param wish what to act on
     * @param who for the audit
     * @throws Refusal if there is no such action, or nothing to act on
     */
    ObjectNode act(String action, JsonNode wish, String who) {
        try {
            return switch (action) {
                case "replay" ->
                    letters("Replayed", "replay", wish, who, letter -> insight().replay(letter.place()));
                case "discard" ->
                    letters(
                            "Discarded",
                            "discard",
                            wish,
                            who,
                            letter -> insight().discard(letter.place()));
                case "pause" -> pause(wish, true, who);
                case "resume" -> pause(wish, false, who);
                case "workers" -> workers(wish, who);
                case "verbose" -> verbose(wish, who);
                default -> throw new Refusal(404, "there is no action \"" + action + "\"");
            };
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private Insight insight() {
        return operator.insight();
    }

    private ObjectNode letters(String reason, String verb, JsonNode wish, String who, Predicate<LetterView> what) {
        var place = wish.path("letter").asText();
        var fingerprint = wish.path("fingerprint").asText();
        if (place.isEmpty() == fingerprint.isEmpty()) {
            throw new Refusal(400, "say which: {\"letter\": \"NAMESPACE/NAME\"} or {\"fingerprint\": \"...\"}");
        }
        var found = insight().letters().stream()
                .filter(letter -> place.isEmpty()
                        ? letter.fingerprint().equals(fingerprint)
                        : letter.place().toString().equals(place))
                .filter(what)
                .toList();
        if (found.isEmpty()) {
            throw new Refusal(404, "there is no such dead letter any more");
        }
        writeDown(reason, verb, found, who);
        return done(verb, found.size());
    }

    private void writeDown(String reason, String verb, List<LetterView> letters, String who) {
        if (letters.size() > 1) {
            insight()
                    .audit(
                            reason,
                            letters.size() + " dead letters with the fingerprint "
                                    + letters.getFirst().fingerprint() + ": " + by(verb, who));
        }
        letters.stream()
                .limit(EVENTS)
                .forEach(letter -> insight()
                        .audit(
                                letter.controller(),
                                letter.key(),
                                reason,
                                "dead letter " + letter.place().name() + " of " + letter.task() + ": "
                                        + by(verb, who)));
    }

    private ObjectNode pause(JsonNode wish, boolean on, String who) {
        var controls = operator.controls();
        var controller = wish.path("controller").asText();
        var name = wish.path("name").asText();
        var verb = on ? "pause" : "resume";
        var reason = on ? "Paused" : "Resumed";
        if (controller.isEmpty()) {
            if (on) {
                controls.pauseAll();
            } else {
                controls.resumeAll();
            }
            insight().audit(reason, "all controllers: " + by(verb, who));
        } else if (name.isEmpty()) {
            if (on) {
                controls.pause(controller);
            } else {
                controls.resume(controller);
            }
            insight().audit(reason, "controller " + controller + ": " + by(verb, who));
        } else {
            var key = new ObjectKey(wish.path("namespace").asText(), name);
            if (insight().object(controller, key).isEmpty()) {
                throw new Refusal(404, "controller \"" + controller + "\" has no object " + key);
            }
            if (on) {
                controls.pause(controller, key);
            } else {
                controls.resume(controller, key);
            }
            insight().audit(controller, key, reason, "controller " + controller + ": " + by(verb, who));
        }
        return done(verb, 1);
    }

    private ObjectNode workers(JsonNode wish, String who) {
        var controller = wish.path("controller").asText();
        if (wish.path("reset").asBoolean()) {
            operator.controls().resetWorkers(controller);
            insight().audit("Scaled", "workers of " + controller + " as its author has them: " + by("reset", who));
        } else {
            int least = wish.path("least").asInt();
            int most = wish.path("most").asInt(least);
            operator.controls().workers(controller, least, most);
            insight()
                    .audit(
                            "Scaled",
                            "workers of " + controller + " from " + least + " to " + most + ": " + by("change", who));
        }
        return done("workers", 1);
    }

    private ObjectNode verbose(JsonNode wish, String who) {
        var controller = wish.path("controller").asText();
        boolean on = wish.path("on").asBoolean();
        operator.controls().verbose(controller, on);
        insight()
                .audit(
                        "Verbose",
                        "controller " + controller + (on ? " logs" : " does not log") + " in detail: "
                                + by("change", who));
        return done("verbose", 1);
    }

    private static String by(String verb, String who) {
        return verb + " by " + who + ", at the console";
    }

    private static ObjectNode done(String verb, int count) {
        return Words.object().put("done", verb).put("count", count);
    }
}
