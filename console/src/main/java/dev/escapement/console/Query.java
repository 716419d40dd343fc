package dev.escapement.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a request, by name; the first of several with one name. */
record Query(Map<String, String> parameters) {
    static Query parse(String raw) {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : raw.split("&", -1)) {
            var parts = pair.split("=", 2);
            if (!parts[0].isEmpty()) {
                parameters.putIfAbsent(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        return new Query(parameters);
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "the address is not encoded as addresses are: " + e.getMessage());
        }
    }

    String text(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** A number within bounds. */
    int number(String name, int unless, int least, int most) {
        var text = text(name);
        if (text.isEmpty()) {
            return unless;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Refusal(400, name + " must be a number from " + least + " to " + most + ", not \"" + text + "\"");
    }
}
