package dev.escapement.apiserver;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a resource's path names.
 *
 * @param namespace the namespace in the path; "" for all namespaces and for cluster-scoped resources
 * @param name the object, or "" for the collection
 * @param subresource the subresource, or ""
 */
record Route(Resource resource, String namespace, String name, String subresource) {
    /** Reads a path below a resource's root; null when no served resource is named. */
    static @Nullable Route of(Registry registry, String path) {
        String[] part = path.split("/", -1);
        int at;
        String group;
        if (part.length > 3 && part[1].equals("api")) {
            group = "";
            at = 2;
        } else if (part.length > 4 && part[1].equals("apis")) {
            group = part[2];
            at = 3;
        } else {
            return null;
        }
        String version = part[at];
        List<String> rest = List.of(part).subList(at + 1, part.length);
        if (rest.size() > 2 && rest.getFirst().equals("namespaces")) {
            Resource resource = registry.find(group, version, rest.get(2));
            if (resource != null && resource.namespaced()) {
                return of(resource, rest.get(1), rest.subList(2, rest.size()));
            }
        }
        Resource resource = registry.find(group, version, rest.getFirst());
        return resource == null ? null : of(resource, "", rest);
    }

    private static @Nullable Route of(Resource resource, String namespace, List<String> rest) {
        String name = rest.size() > 1 ? rest.get(1) : "";
        String subresource = rest.size() > 2 ? rest.get(2) : "";
        boolean misplaced = !name.isEmpty() && resource.namespaced() && namespace.isEmpty();
        boolean blank = rest.contains("");
        return rest.size() > 3 || misplaced || blank ? null : new Route(resource, namespace, name, subresource);
    }

    String objectPath() {
        return Stored.path(namespace, name);
    }

    /** The namespace to list, null for all. */
    @Nullable
    String listed() {
        return resource.namespaced() && namespace.isEmpty() ? null : namespace;
    }
}
