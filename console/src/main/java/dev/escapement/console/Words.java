package dev.escapement.console;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.Cause;
import dev.escapement.PastRun;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/** How the console's JSON says what occurs in many places: times in UTC with milliseconds, durations in milliseconds. */
final class Words {
    private Words() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** When something began that has lasted so long; to a tenth of a second, so that it is the same whenever it is asked for. */
    static @Nullable String since(Instant now, Duration age) {
        return age.isZero() ? null : time(Instant.ofEpochMilli((now.toEpochMilli() - age.toMillis() + 50) / 100 * 100));
    }

    static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ObjectNode key(ObjectNode node, ObjectKey key) {
        return node.put("namespace", key.namespace()).put("name", key.name());
    }

    static ObjectNode cause(Cause cause) {
        return key(object().put("what", name(cause.what())).put("kind", cause.kind()), cause.key())
                .put("resourceVersion", cause.resourceVersion())
                .put("relation", name(cause.relation()))
                .put("text", cause.toString());
    }

    static ObjectNode run(PastRun run) {
        var node = object().put("started", time(run.started()))
                .put("tookMs", millis(run.took()))
                .put("attempt", run.attempt())
                .put("failed", run.end().startsWith("failed"))
                .put("end", run.end());
        var causes = node.putArray("causes");
        run.causes().forEach(cause -> causes.add(cause(cause)));
        return node;
    }
}
