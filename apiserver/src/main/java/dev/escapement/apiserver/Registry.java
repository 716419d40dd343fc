package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The resources that are served now. Thread-safe; each reader sees one consistent state. */
final class Registry {
    private record Name(String group, String version, String plural) {}

    private record State(List<Resource> resources, Map<Name, Resource> byName) {}

    private volatile State state = state(Builtins.all());

    @Nullable
    Resource find(String group, String version, String plural) {
        return state.byName.get(new Name(group, version, plural));
    }

    List<Resource> all() {
        return state.resources;
    }

    /** The versions under which objects of one storage are served, the preferred one first. */
    List<Resource> versions(String storage) {
        return state.resources.stream()
                .filter(resource -> resource.storage().equals(storage))
                .toList();
    }

    /** Any resource that serves a storage. */
    @Nullable
    Resource serving(String storage) {
        for (Resource resource : state.resources) {
            if (resource.storage().equals(storage)) {
                return resource;
            }
        }
        return null;
    }

    /** The API groups, the core group first. */
    Set<String> groups() {
        Set<String> groups = new LinkedHashSet<>();
        state.resources.forEach(resource -> groups.add(resource.group()));
        return groups;
    }

    /** The versions of a group, the preferred one first. */
    List<String> versionsOf(String group) {
        return state.resources.stream()
                .filter(resource -> resource.group().equals(group))
                .map(Resource::version)
                .distinct()
                .sorted(VersionOrder.NEWEST_FIRST)
                .toList();
    }

    List<Resource> in(String group, String version) {
        return state.resources.stream()
                .filter(resource ->
                        resource.group().equals(group) && resource.version().equals(version))
                .sorted(Comparator.comparing(Resource::plural))
                .toList();
    }

    /** Replaces what one CustomResourceDefinition serves. */
    synchronized void replace(String definition, List<Resource> served) {
        List<Resource> resources = new ArrayList<>(state.resources);
        resources.removeIf(resource ->
                resource.custom() != null && resource.custom().definition().equals(definition));
        resources.addAll(served);
        state = state(resources);
    }

    private static State state(List<Resource> resources) {
        Map<Name, Resource> byName = new HashMap<>();
        for (Resource resource : resources) {
            byName.put(new Name(resource.group(), resource.version(), resource.plural()), resource);
        }
        return new State(List.copyOf(resources), Map.copyOf(byName));
    }
}
