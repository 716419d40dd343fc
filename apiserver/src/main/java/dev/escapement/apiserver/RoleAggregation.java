package dev.escapement.apiserver;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Gathers the rules of ClusterRoles that others name by their labels: the controller manager's work in a real cluster. */
record RoleAggregation(Store store, Upkeep upkeep, Background background) {
    void start() {
        while (gathered() > 0) {
            // What one has gathered may be for another to gather: edit is a part of admin.
        }
        store.observe(change -> {
            if (change.object().resource().equals(Rbac.CLUSTER_ROLES)) {
                background.run(this::gathered);
            }
        });
    }

    /** How many ClusterRoles had to be changed. */
    private int gathered() {
        List<Stored> roles = store.list(Rbac.CLUSTER_ROLES, null).objects();
        int changed = 0;
        for (Stored role : roles) {
            JsonNode selectors = role.tree().path("aggregationRule").path("clusterRoleSelectors");
            if (selectors.isEmpty()) {
                continue;
            }
            ArrayNode rules = Trees.array();
            rules(role, selectors, roles).forEach(rules::add);
            if (!Json.same(rules, role.tree().path("rules"))) {
                changed++;
                upkeep.edit(Rbac.CLUSTER_ROLES, role.path(), role.uid(), object -> {
                    object.set("rules", rules);
                    return true;
                });
            }
        }
        return changed;
    }

    private static Set<JsonNode> rules(Stored role, JsonNode selectors, List<Stored> roles) {
        Set<JsonNode> rules = new LinkedHashSet<>();
        for (JsonNode selector : selectors) {
            LabelSelector wanted;
            try {
                wanted = LabelSelector.from(selector);
            } catch (ApiException e) {
                continue; // the real server's controller stops at it, too
            }
            for (Stored other : roles) {
                if (!other.path().equals(role.path()) && wanted.matches(other.labels())) {
                    other.tree().path("rules").forEach(rules::add);
                }
            }
        }
        return rules;
    }
}
