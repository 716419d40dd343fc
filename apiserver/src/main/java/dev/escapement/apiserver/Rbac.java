package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Decides by the roles and bindings in the store who may do what. Thread-safe. */
final class Rbac {
    static final String GROUP = "rbac.authorization.k8s.io";
    static final String ROLES = "roles." + GROUP;
    static final String CLUSTER_ROLES = "clusterroles." + GROUP;
    static final String ROLE_BINDINGS = "rolebindings." + GROUP;
    static final String CLUSTER_ROLE_BINDINGS = "clusterrolebindings." + GROUP;
    private static final Set<String> KEPT = Set.of(ROLES, CLUSTER_ROLES, ROLE_BINDINGS, CLUSTER_ROLE_BINDINGS);

    /** @param reason why it is allowed; or, if it is not, which roles could not be found */
    record Decision(boolean allowed, String reason) {}

    /** All that somebody's bindings give. */
    record Held(List<Rule> rules, List<String> errors) {
        /** The errors as Go shows several of them; "" when there is none. */
        String error() {
            return errors.size() < 2 ? String.join("", errors) : "[" + String.join(", ", errors) + "]";
        }
    }

    private record Grant(String source, Rule rule) {}

    /** A binding with its role's rules, which are null when there is no such role. */
    private record Binding(
            String namespace,
            String name,
            JsonNode role,
            JsonNode subjects,
            @Nullable List<Rule> rules) {}

    /** What was read of the store after so many changes. */
    private record Known(long at, List<Binding> bindings) {}

    private final Store store;
    /** How many changes of roles and bindings there have been. */
    private final AtomicLong changes = new AtomicLong();

    private volatile Known known = new Known(-1, List.of());

    Rbac(Store store) {
        this.store = store;
    }

    void start() {
        store.observe(change -> {
            if (KEPT.contains(change.object().resource())) {
                changes.incrementAndGet();
            }
        });
    }

    Decision decide(Caller caller, Attributes wanted) {
        if (caller.master()) {
            return new Decision(true, "");
        }
        List<String> errors = new ArrayList<>();
        List<Grant> grant = new ArrayList<>();
        visit(caller, wanted.namespace(), errors, (source, rule) -> {
            if (rule.allows(wanted)) {
                grant.add(new Grant(source, rule));
            }
            return grant.isEmpty();
        });
        if (!grant.isEmpty()) {
            return new Decision(true, "RBAC: allowed by " + grant.getFirst().source);
        }
        String error = new Held(List.of(), errors).error();
        return new Decision(false, error.isEmpty() ? "" : "RBAC: " + error);
    }

    Held held(Caller caller, String namespace) {
        List<String> errors = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        visit(caller, namespace, errors, (source, rule) -> rules.add(rule));
        return new Held(rules, errors);
    }

    /** The rules of the role that a binding refers to; null when there is no such role. */
    @Nullable
    List<Rule> rules(JsonNode role, String namespace) {
        boolean cluster = Json.text(role, "kind").equals("ClusterRole");
        String path = Stored.path(cluster ? "" : namespace, Json.text(role, "name"));
        Stored stored = store.find(cluster ? CLUSTER_ROLES : ROLES, path);
        return stored == null ? null : Rule.all(stored.tree());
    }

    /** Goes over the rules that apply until the visitor has seen enough. */
    private void visit(Caller caller, String namespace, List<String> errors, BiPredicate<String, Rule> visitor) {
        for (Binding binding : bindings()) {
            if (!binding.namespace.isEmpty() && !binding.namespace.equals(namespace)) {
                continue;
            }
            JsonNode subject = applies(caller, binding);
            if (subject == null) {
                continue;
            }
            if (binding.rules == null) {
                String kind = Json.text(binding.role, "kind").equals("Role") ? "role." : "clusterrole.";
                errors.add(kind + GROUP + " " + GoText.quote(Json.text(binding.role, "name")) + " not found");
                continue;
            }
            for (Rule rule : binding.rules) {
                if (!visitor.test(describe(binding, subject), rule)) {
                    return;
                }
            }
        }
    }

    private static @Nullable JsonNode applies(Caller caller, Binding binding) {
        for (JsonNode subject : binding.subjects) {
            String name = Json.text(subject, "name");
            boolean applies = switch (Json.text(subject, "kind")) {
                case "User" -> caller.name().equals(name);
                case "Group" -> caller.groups().contains(name);
                case "ServiceAccount" -> {
                    String namespace = namespace(subject, binding);
                    yield !namespace.isEmpty() && caller.name().equals(ServiceAccounts.user(namespace, name));
                }
                default -> false;
            };
            if (applies) {
                return subject;
            }
        }
        return null;
    }

    private static String namespace(JsonNode subject, Binding binding) {
        String namespace = Json.text(subject, "namespace");
        return namespace.isEmpty() ? binding.namespace : namespace;
    }

    private static String describe(Binding binding, JsonNode subject) {
        String kind = Json.text(subject, "kind");
        String name = Json.text(subject, "name");
        if (kind.equals("ServiceAccount")) {
            name += "/" + namespace(subject, binding);
        }
        boolean cluster = binding.namespace.isEmpty();
        return (cluster ? "ClusterRoleBinding " : "RoleBinding ")
                + GoText.quote(cluster ? binding.name : binding.name + "/" + binding.namespace) + " of "
                + Json.text(binding.role, "kind") + " " + GoText.quote(Json.text(binding.role, "name")) + " to "
                + kind + " " + GoText.quote(name);
    }

    /** Those of the whole cluster first. */
    private List<Binding> bindings() {
        Known last = known;
        long now = changes.get();
        if (last.at == now) {
            return last.bindings;
        }
        List<Binding> read = new ArrayList<>();
        for (String storage : List.of(CLUSTER_ROLE_BINDINGS, ROLE_BINDINGS)) {
            for (Stored stored : store.list(storage, null).objects()) {
                read.add(binding(stored));
            }
        }
        known = new Known(now, List.copyOf(read));
        return read;
    }

    private Binding binding(Stored stored) {
        ObjectNode tree = stored.tree();
        JsonNode role = tree.path("roleRef");
        return new Binding(
                stored.namespace(), stored.name(), role, tree.path("subjects"), rules(role, stored.namespace()));
    }
}
