package dev.escapement;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.escapement.client.JsonPointer;
import dev.escapement.client.RawObject;
import org.jspecify.annotations.Nullable;

/** The field of an object's status in which {@link Steps} keep how far they are. What else there is in the status is the author's. */
final class StatusField {
    private final String name;
    private final JsonPointer phase;
    private final JsonPointer deadlines;

    StatusField(String name) {
        this.name = name;
        var place = "/status/" + name.replace("~", "~0").replace("/", "~1");
        this.phase = JsonPointer.of(place + "/phase");
        this.deadlines = JsonPointer.of(place + "/steps/*/deadline");
    }

    /** What it says; null if the steps were not begun. */
    @Nullable
    StepsStatus read(Ledger ledger) {
        var mine = mine(ledger);
        return mine.isObject() && !mine.isEmpty()
                ? ledger.json().decode(ledger.json().encode(mine), StepsStatus.class)
                : null;
    }

    /**
     * Makes it say something else.
     *
     * @throws IllegalStateException if the API server does not keep what is written
     */
    void write(StepsStatus wanted, Ledger ledger) throws InterruptedException {
        var after = ledger.json().tree(wanted);
        var mine = mine(ledger);
        var patch = JsonTrees.mergePatch(mine.isObject() ? mine : MissingNode.getInstance(), after);
        if (patch.isEmpty()) {
            return;
        }
        var written = ledger.write(JsonNodeFactory.instance.objectNode().set(name, patch));
        if (!JsonTrees.contains(written.path(name), after)) {
            throw new IllegalStateException("the status has no field \"" + name
                    + "\" that keeps how far the steps are: give the status record a component \"StepsStatus " + name
                    + "\" and update the CRD (--crds), or name another field with .in(...)");
        }
    }

    /** Until when the step that runs has time, read off an object's bytes; empty if none runs, or it says nothing of it. */
    Optional<Instant> deadline(RawObject object) {
        if (!phase.text(object.json()).filter("Running"::equals).isPresent()) {
            return Optional.empty();
        }
        try {
            return deadlines.text(object.json()).map(Instant::parse); // of a sequence that runs, no other step has one
        } catch (DateTimeParseException e) {
            return Optional.empty(); // the run will tell what it makes of it
        }
    }

    private JsonNode mine(Ledger ledger) {
        return ledger.status().path(name);
    }
}
