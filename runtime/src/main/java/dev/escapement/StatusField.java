package dev.escapement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * The field of an object's status in which {@link Steps} keep how far they are. What else there is in the status is the author's.
 *
 * @param name of the field
 */
record StatusField(String name) {
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

    private JsonNode mine(Ledger ledger) {
        return ledger.status().path(name);
    }
}
