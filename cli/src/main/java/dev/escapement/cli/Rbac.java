package dev.escapement.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.escapement.Permission;

/** Writes roles that allow what an operator declares to need, and nothing more. */
final class Rbac {
    private final String name;
    private final String home;
    private final List<Permission> permissions;

    /**
     * The roles of an operator.
     *
     * @param name of the operator and its service account
     * @param home the namespace that it runs in
     */
    Rbac(String name, String home, Collection<Permission> permissions) {
        this.name = name;
        this.home = home;
        this.permissions = List.copyOf(permissions);
    }

    String yaml() {
        var documents = new ArrayList<String>();
        var everywhere = permissions.stream()
                .filter(permission -> permission.where() == Permission.Where.CLUSTER)
                .toList();
        if (!everywhere.isEmpty()) {
            documents.add(role("ClusterRole", "", everywhere));
            documents.add(binding("ClusterRole", ""));
        }
        inNamespaces().forEach((namespace, some) -> {
            documents.add(role("Role", namespace, some));
            documents.add(binding("Role", namespace));
        });
        return String.join("---\n", documents);
    }

    /** What is allowed in single namespaces. */
    private Map<String, List<Permission>> inNamespaces() {
        var found = new LinkedHashMap<String, List<Permission>>();
        for (var permission : permissions) {
            for (var namespace : namespaces(permission, home)) {
                found.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(permission);
            }
        }
        return found;
    }

    /** The single namespaces that a permission is for. */
    static List<String> namespaces(Permission permission, String home) {
        return switch (permission.where()) {
            case CLUSTER -> List.of();
            case NAMESPACES -> permission.namespaces();
            case HOME -> List.of(home);
        };
    }

    private String role(String kind, String namespace, List<Permission> some) {
        return "apiVersion: rbac.authorization.k8s.io/v1\nkind: " + kind + "\n" + metadata(namespace) + "rules:\n"
                + some.stream().map(Rbac::rule).collect(Collectors.joining());
    }

    private static String rule(Permission permission) {
        return "  # " + permission.reason() + "\n  - apiGroups: [" + quoted(permission.group()) + "]\n    resources: ["
                + permission.resource() + "]\n"
                + (permission.names().isEmpty()
                        ? ""
                        : "    resourceNames: [" + String.join(", ", permission.names()) + "]\n")
                + "    verbs: [" + String.join(", ", permission.verbs()) + "]\n";
    }

    private static String quoted(String group) {
        return group.isEmpty() ? "\"\"" : group;
    }

    private String binding(String kind, String namespace) {
        return "apiVersion: rbac.authorization.k8s.io/v1\nkind: " + kind + "Binding\n" + metadata(namespace)
                + "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: " + kind + ", name: " + name + "}\n"
                + "subjects:\n  - {kind: ServiceAccount, name: " + name + ", namespace: " + home + "}\n";
    }

    private String metadata(String namespace) {
        return "metadata:\n  name: " + name + "\n" + (namespace.isEmpty() ? "" : "  namespace: " + namespace + "\n")
                + "  labels: {app.kubernetes.io/name: " + name + ", app.kubernetes.io/managed-by: escapement}\n";
    }
}
