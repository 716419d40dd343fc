package dev.escapement.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;

import dev.escapement.Operator;
import dev.escapement.OperatorBuilder;
import dev.escapement.client.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** A single-file operator, compiled as it is and brought into this JVM. */
final class SimulatedProgram {
    private final Class<?> program;

    private SimulatedProgram(Class<?> program) {
        this.program = program;
    }

    static SimulatedProgram of(Path source) {
        try {
            var classes = Files.createTempDirectory("example-classes-");
            var javac = ToolProvider.getSystemJavaCompiler();
            try (var files = javac.getStandardFileManager(null, null, null)) {
                var options = List.of(
                        "-proc:none",
                        "-parameters",
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"));
                if (!javac.getTask(null, files, null, options, null, files.getJavaFileObjects(source))
                        .call()) {
                    throw new IllegalStateException(source + " does not compile");
                }
            }
            var name = source.getFileName().toString().replace(".java", "");
            return new SimulatedProgram(
                    new URLClassLoader(new URL[] {classes.toUri().toURL()}).loadClass(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(source.getFileName() + " has another class", e);
        }
    }

    /** The operator that its main would run, made anew. */
    OperatorBuilder operator() {
        return Operator.declaredBy(() -> {
            try {
                var maker = program.getDeclaredConstructor();
                maker.setAccessible(true);
                var main = program.getDeclaredMethod("main", String[].class);
                main.setAccessible(true);
                main.invoke(maker.newInstance(), (Object) new String[0]);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(program + " has no main that works", e);
            }
        });
    }

    /** An object of one of its classes, or of fabric8's. */
    HasMetadata object(String json) {
        var kind = json.replaceAll("(?s).*?\"kind\"\\s*:\\s*\"(\\w+)\".*", "$1");
        return new Json().decode(json.getBytes(StandardCharsets.UTF_8), type(kind));
    }

    private Class<? extends HasMetadata> type(String kind) {
        for (var inner : program.getDeclaredClasses()) {
            if (inner.getSimpleName().equals(kind)) {
                return inner.asSubclass(HasMetadata.class);
            }
        }
        throw new IllegalArgumentException(
                program.getName() + " has no class " + kind.toLowerCase(Locale.ROOT) + "; use fabric8's builders");
    }
}
