package dev.escapement.bench;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blanks such as <code>${name}</code> in a text. */
final class Blanks {
    private static final Pattern BLANK = Pattern.compile("\\$\\{(\\w+)}");

    private Blanks() {}

    /** The text with these values; each blank has to have one. */
    static String fill(String text, Map<String, String> values) {
        return BLANK.matcher(text).replaceAll(blank -> {
            var value = Objects.requireNonNull(values.get(blank.group(1)), blank.group());
            return Matcher.quoteReplacement(value);
        });
    }
}
