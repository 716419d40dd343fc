package dev.escapement.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of esc's own with gaps in it, written <code>${name}</code>. */
final class Template {
    private static final Pattern GAP = Pattern.compile("\\$\\{([a-z.]+)}");

    private Template() {}

    /** A resource beside this class, as it is. */
    static byte[] bytes(String resource) {
        try (var in = Template.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar of esc has no " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A resource whose gaps are filled; a gap of which nothing is known stays, as it may be somebody else's. */
    static String fill(String resource, Map<String, String> values) {
        return GAP.matcher(new String(bytes(resource), StandardCharsets.UTF_8))
                .replaceAll(gap -> Matcher.quoteReplacement(values.getOrDefault(gap.group(1), gap.group())));
    }
}
