package dev.escapement.bench;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with blanks such as <code>${name}</code> that are filled in. */
final class Blanks {
    private static final Pattern BLANK = Pattern.compile("\\$\\{(\\w+)}");

    private final String text;

    Blanks(String text) {
        this.text = text;
    }

    /** The text with these values; each blank has to have one. */
    String fill(Map<String, String> values) {
        return BLANK.matcher(text).replaceAll(blank -> {
            var value = Objects.requireNonNull(values.get(blank.group(1)), blank.group());
            return Matcher.quoteReplacement(value);
        });
    }
}
