package dev.escapement.cli;

import java.io.PrintWriter;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** The mistakes that everybody makes once with a compact source file (JEP 512), and what to do about them. */
final class Traps {
    private Traps() {}

    /** What else to say to errors of the compiler. */
    static List<String> hints(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.getCode().equals("compiler.err.already.defined"))
                .flatMap(Traps::nameOfTheFile)
                .distinct()
                .toList();
    }

    private static Stream<String> nameOfTheFile(Diagnostic<? extends JavaFileObject> diagnostic) {
        var source = diagnostic.getSource();
        if (source == null) {
            return Stream.empty();
        }
        var file = Path.of(source.getName()).getFileName().toString();
        var name = file.substring(0, file.length() - ".java".length());
        return diagnostic.getMessage(Locale.ROOT).contains(" " + name + " ")
                ? Stream.of(
                        ("a file with a main outside of any class is a class itself, named %1$s after the file, so there"
                                        + " can be no other %1$s in it: rename the file, for example to %1$ss.java")
                                .formatted(name))
                : Stream.empty();
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
