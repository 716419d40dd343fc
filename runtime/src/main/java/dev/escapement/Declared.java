package dev.escapement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;

import dev.escapement.client.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What a program is asked to write when its operator is not to run but to be told of: a line of JSON for each operator.
 *
 * @param declaration what the operator says of itself
 * @param definitions the CustomResourceDefinitions that it needs, without that of dead letters
 */
record Declared(Declaration declaration, List<HasMetadata> definitions) {
    static void write(OperatorBuilder builder, Path file) {
        Collection<Class<? extends HasMetadata>> types = Crds.types(builder);
        var declared = new Declared(
                builder.declaration(),
                types.isEmpty() ? List.of() : List.copyOf(Crds.generate(types).values()));
        try {
            Files.write(file, new Json().encode(declared), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Files.writeString(file, "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new OperatorException("cannot write what the operator declares to " + file + ": " + e, e);
        }
    }
}
