package dev.escapement;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.client.Kind;
import dev.escapement.client.RawObject;
import org.jspecify.annotations.Nullable;

/** Writes the status of an outcome where it differs from the one that is there. */
final class StatusWrite {
    private StatusWrite() {}

    /**
     * Writes it.
     *
     * @param writer the state of the run that writes; null if its echo is to be news to the object's runs
     */
    static void of(Parts parts, Kind kind, RawObject object, Outcome outcome, @Nullable KeyState writer)
            throws InterruptedException {
        if (outcome.status().isEmpty()) {
            return;
        }
        var json = parts.client().json();
        var before = json.parse(object.json()).path("status");
        if (!(json.tree(outcome.status().get()) instanceof ObjectNode after)) {
            throw new IllegalArgumentException("a status is written as a JSON object, which "
                    + outcome.status().get().getClass().getName() + " is not");
        }
        var patch = JsonTrees.mergePatch(before.isObject() ? before : MissingNode.getInstance(), after);
        // The object may have gone, and another one come by its name, while the run was on its way.
        boolean isAnothers = parts.informers()
                .find(kind, object.key())
                .filter(now -> !now.uid().equals(object.uid()))
                .isPresent();
        if (!patch.isEmpty() && !isAnothers) {
            parts.writer().patchStatus(kind, object.key(), patch, writer);
        }
    }
}
