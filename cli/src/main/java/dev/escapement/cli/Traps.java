package dev.escapement.cli;

import java.io.PrintWriter;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The mistakes that everybody makes once with a compact source file (JEP 512), and what to do about them. */
final class Traps {
    /** Some versions of javac say so of a class that has the name of the compact source file that it is in. */
    private static final Pattern ALREADY_DEFINED =
            Pattern.compile("(?<file>\\w+)\\.java:\\d+: error: class \\k<file> is already defined");

    private Traps() {}

    /** What else to say to what javac has said. */
    static List<String> hints(String errors) {
        return ALREADY_DEFINED
                .matcher(errors)
                .results()
                .map(error ->
                        ("a file with a main outside of any class is itself the class %1$s, after its name, so it may not"
                                        + " declare another %1$s: rename the file, for example to %1$ss.java")
                                .formatted(error.group("file")))
                .distinct()
                .toList();
    }

    /**
     * Refuses custom resources, and their specs and statuses, that only an instance of the file's own class could make.
     *
     * @throws Failure if there are any
     */
    static void check(Compiled compiled, Outline outline, PrintWriter err) {
        var inner = compiled.customResources().stream()
                .flatMap(type -> Stream.concat(Stream.of(type), parts(type)))
                .filter(type -> type.isMemberClass() && !Modifier.isStatic(type.getModifiers()))
                .distinct()
                .map(type ->
                        ("%s: error: class %s needs the word \"static\" before it: without, it belongs to an instance of"
                                        + " %s, and cannot be made from what the API server sends")
                                .formatted(
                                        outline.place(type.getName()),
                                        type.getSimpleName(),
                                        type.getDeclaringClass().getSimpleName()))
                .toList();
        if (!inner.isEmpty()) {
            inner.forEach(err::println);
            err.flush();
            throw new Failure(1, "");
        }
    }

    private static Stream<Class<?>> parts(Class<?> customResource) {
        return customResource.getGenericSuperclass() instanceof ParameterizedType resource
                ? Stream.of(resource.getActualTypeArguments())
                        .filter(Class.class::isInstance)
                        .map(type -> (Class<?>) type)
                : Stream.empty();
    }
}
