package dev.escapement.apiserver;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** How long ago, as kubectl tells it: {@code 42s}, {@code 3m7s}, {@code 5h}, {@code 12d}. */
final class Age {
    private Age() {}

    static JsonNode since(JsonNode timestamp, Instant now) {
        try {
            return TextNode.valueOf(of(Duration.between(Instant.parse(timestamp.asText()), now)));
        } catch (DateTimeParseException e) {
            return TextNode.valueOf("<unknown>");
        }
    }

    /** The rules of duration.HumanDuration: two units while they tell something, one when they do not. */
    static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        if (seconds < 60 * 2) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 60 * 3) {
            return minutes + "m";
        }
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (hours < 24 * 8) {
            return two(days, "d", hours % 24, "h");
        }
        if (hours < 24 * 365 * 2) {
            return days + "d";
        }
        return hours < 24 * 365 * 8 ? two(days / 365, "y", days % 365, "d") : days / 365 + "y";
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + unit + (small == 0 ? "" : small + smallUnit);
    }
}
