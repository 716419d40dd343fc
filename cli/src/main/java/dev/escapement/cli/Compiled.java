package dev.escapement.cli;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;

/**
 * What came of source files.
 *
 * @param loader defines the classes
 * @param launched the class of each file that {@code java FILE} would launch
 * @param classes the names of all classes
 */
record Compiled(MemoryLoader loader, List<String> launched, Collection<String> classes) {
    /** The main methods, at most one a file. */
    List<MainMethod> mains() {
        return launched.stream()
                .map(this::load)
                .flatMap(type -> MainMethod.of(type).stream())
                .toList();
    }

    /** The classes of custom resources, without those that only others extend. */
    List<Class<? extends HasMetadata>> customResources() {
        return classes.stream()
                .sorted()
                .map(this::load)
                .filter(CustomResource.class::isAssignableFrom)
                .filter(type -> !type.isAnonymousClass() && !Modifier.isAbstract(type.getModifiers()))
                .<Class<? extends HasMetadata>>map(type -> type.asSubclass(HasMetadata.class))
                .toList();
    }

    Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException("javac made " + name + ", which cannot be loaded", e);
        }
    }
}
