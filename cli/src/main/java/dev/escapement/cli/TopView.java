package dev.escapement.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does at a moment.
 *
 * @param ready whether it is well; what is wrong otherwise
 * @param standingBy whether it waits while another replica works
 * @param controllers one after the other
 * @param timersLateMs the 99th percentile of its timers' lateness, of the worst timer; null if it has none
 * @param requestsInFlight how many requests are under way
 * @param requestsWaiting how many wait at the gate
 * @param requestsRefused how many have been refused with 429 or the like
 */
record TopView(
        String operator,
        boolean ready,
        boolean standingBy,
        List<String> ailments,
        List<Row> controllers,
        @Nullable Double timersLateMs,
        long requestsInFlight,
        long requestsWaiting,
        long requestsRefused) {
    /** A controller. */
    record Row(
            String controller,
            String kind,
            long objects,
            long depth,
            long oldestMs,
            long inProgress,
            long scheduled,
            double runsPerSecond,
            long runs,
            long failed,
            long retrying,
            long deadLetters,
            long workers,
            boolean paused) {}

    /**
     * Of two looks at it.
     *
     * @param between the time between the looks
     */
    static TopView of(String operator, Look before, Look now, Duration between, Instant time) {
        var rows = new ArrayList<Row>();
        for (var item : now.controllers().path("items")) {
            rows.add(row(item, runs(before.controllers(), item.path("name").asText()), between, time));
        }
        Double late = null;
        for (var timer : now.tasks().path("timers")) {
            double worst = timer.path("latenessMs").path("p99").asDouble();
            late = late == null ? worst : Math.max(late, worst);
        }
        var ailments = new ArrayList<String>();
        now.overview()
                .path("health")
                .path("ailments")
                .forEach(ailment -> ailments.add(ailment.path("part").asText() + ": "
                        + ailment.path("problem").asText()));
        var gate = now.overview().path("gate");
        return new TopView(
                operator,
                now.overview().path("health").path("ready").asBoolean(),
                now.overview().path("health").path("standingBy").asBoolean(),
                ailments,
                rows,
                late,
                gate.path("inFlight").asLong(),
                gate.path("waiting").asLong(),
                gate.path("refused").asLong());
    }

    /** What the console said. */
    record Look(JsonNode overview, JsonNode controllers, JsonNode tasks) {}

    private static Row row(JsonNode item, long runsBefore, Duration between, Instant time) {
        var queue = item.path("queue");
        long runs = item.path("runs").path("total").asLong();
        double perSecond = between.isPositive() ? (runs - runsBefore) * 1e9 / between.toNanos() : 0;
        return new Row(
                item.path("name").asText(),
                item.path("kind").asText(),
                item.path("objects").asLong(),
                queue.path("depth").asLong(),
                age(queue.path("oldest"), time),
                queue.path("processing").asLong(),
                queue.path("scheduled").asLong(),
                Math.round(Math.max(0, perSecond) * 10) / 10.0,
                runs,
                item.path("runs").path("failed").asLong(),
                item.path("retrying").asLong(),
                item.path("deadLetters").asLong(),
                item.path("workers").path("now").asLong(),
                item.path("paused").asBoolean());
    }

    private static long runs(JsonNode controllers, String name) {
        for (var item : controllers.path("items")) {
            if (item.path("name").asText().equals(name)) {
                return item.path("runs").path("total").asLong();
            }
        }
        return 0;
    }

    private static long age(JsonNode since, Instant now) {
        try {
            return since.isTextual()
                    ? Math.max(
                            0,
                            Duration.between(Instant.parse(since.asText()), now).toMillis())
                    : 0;
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("operator " + operator + (!ready ? ", NOT READY" : standingBy ? ", standing by" : ", ready")
                + "   requests: " + requestsInFlight + " under way, " + requestsWaiting + " waiting, " + requestsRefused
                + " refused" + (timersLateMs == null ? "" : "   timers late: " + tenths(timersLateMs) + " ms (p99)"));
        ailments.forEach(ailment -> lines.add("  " + ailment));
        var table = new TextTable(List.of(
                "CONTROLLER",
                "OBJECTS",
                "DEPTH",
                "OLDEST",
                "RUNNING",
                "WORKERS",
                "RUNS/S",
                "RUNS",
                "FAILED",
                "RETRYING",
                "DEAD",
                ""));
        for (var row : controllers) {
            table.row(List.of(
                    row.controller,
                    Long.toString(row.objects),
                    Long.toString(row.depth),
                    row.oldestMs == 0 ? "-" : tenths(row.oldestMs / 1000.0) + "s",
                    Long.toString(row.inProgress),
                    Long.toString(row.workers),
                    tenths(row.runsPerSecond),
                    Long.toString(row.runs),
                    Long.toString(row.failed),
                    Long.toString(row.retrying),
                    Long.toString(row.deadLetters),
                    row.paused ? "paused" : ""));
        }
        lines.addAll(table.lines());
        return lines;
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
