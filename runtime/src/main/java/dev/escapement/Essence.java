package dev.escapement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.client.Header;
import dev.escapement.client.Json;
import dev.escapement.client.RawObject;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object of a kind that counts no generations has changed in anything but its status. That takes decoding, so
 * changes are only noted, and looked at when somebody asks.
 */
final class Essence {
    private final Json json;
    private RawObject known;
    private @Nullable RawObject later;
    private long at;

    Essence(Json json, Header known) {
        this.json = json;
        this.known = (RawObject) known;
    }

    /** Notes a change. */
    void changed(Header now, long nanos) {
        later = (RawObject) now;
        at = nanos;
    }

    /** When it changed last, if it has since it was asked for last; else what was known. */
    long changedAt(long before) {
        var now = later;
        if (now == null) {
            return before;
        }
        boolean differs = !essence(known).equals(essence(now));
        known = now;
        later = null;
        return differs ? at : before;
    }

    private JsonNode essence(RawObject object) {
        var tree = json.parse(object.json());
        if (tree instanceof ObjectNode whole) {
            whole.remove("status");
            if (whole.get("metadata") instanceof ObjectNode metadata) {
                metadata.remove("resourceVersion");
            }
        }
        return tree;
    }
}
