package dev.escapement.console;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The parameters of a request that may be given more than once. */
record Choices(List<Choices.Parameter> parameters) {
    record Parameter(String name, String value) {}

    static Choices of(URI uri) {
        var text = uri.getRawQuery();
        return new Choices(
                text == null
                        ? List.of()
                        : Stream.of(text.split("&", -1)).map(Choices::parameter).toList());
    }

    private static Parameter parameter(String text) {
        var parts = text.split("=", 2);
        return new Parameter(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // half an escape, which nobody needs to understand
        }
    }

    /** All values of a parameter, in their order. */
    List<String> all(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name.equals(name))
                .map(Parameter::value)
                .toList();
    }
}
