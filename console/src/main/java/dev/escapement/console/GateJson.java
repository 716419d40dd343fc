package dev.escapement.console;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.Operator;
import dev.escapement.client.GateState;

/** {@code /api/v1/gate}: how many requests may be under way, and what the server thinks of it. */
final class GateJson {
    private static final int NO_LIMIT = 1_000_000;

    private GateJson() {}

    static ObjectNode of(Operator operator) {
        var now = operator.insight().clock().now();
        var state = operator.gate();
        var root = Words.object();
        root.set("reads", lane(state.reads(), now));
        root.set("writes", lane(state.writes(), now));
        root.put("exempt", state.exempt());
        var answers = root.putArray("answers");
        state.answers()
                .forEach(answer -> answers.addObject()
                        .put("method", answer.method())
                        .put("code", answer.code())
                        .put("count", answer.count()));
        return root;
    }

    private static ObjectNode lane(GateState.Lane lane, Instant now) {
        var node = Words.object();
        if (lane.limit() >= NO_LIMIT) {
            node.putNull("limit");
        } else {
            node.put("limit", lane.limit());
        }
        node.put("inFlight", lane.inFlight())
                .put("waiting", lane.waiting())
                .put("waitingSince", Words.since(now, lane.longestWait()))
                .put(
                        "pausedUntil",
                        lane.paused().isZero()
                                ? null
                                : Words.since(now, lane.paused().negated()))
                .put("admitted", lane.admitted())
                .put("refused", lane.refused())
                .put("retried", lane.retried())
                .put("overdue", lane.overdue());
        var waits = lane.waits();
        node.putObject("waited").put("count", waits.count()).put("totalMs", Words.millis(waits.total()));
        var decrease = lane.lastDecrease();
        if (decrease == null) {
            return node.putNull("lastDecrease");
        }
        node.putObject("lastDecrease")
                .put("at", Words.time(decrease.at()))
                .put("from", decrease.from())
                .put("to", decrease.to())
                .put("inFlight", decrease.inFlight())
                .put("code", decrease.code())
                .put("retryAfterMs", Words.millis(decrease.retryAfter()))
                .put("flowSchema", decrease.flowSchema())
                .put("priorityLevel", decrease.priorityLevel());
        return node;
    }
}
