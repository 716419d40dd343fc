package dev.escapement.apiserver;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** All groups, versions and resources in one answer: KEP-3352. */
record AggregatedDiscovery(Registry registry) {
    private static final String MEDIA_TYPE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /** Clients of before 1.30 know v2beta1 only, which is served no more; they take the plain form then. */
    static boolean wanted(String accept) {
        for (String clause : accept.replace(" ", "").split(",", -1)) {
            List<String> part = List.of(clause.split(";", -1));
            if (part.getFirst().equals("application/json")) {
                if (part.contains("as=APIGroupDiscoveryList")
                        && part.contains("v=v2")
                        && part.contains("g=apidiscovery.k8s.io")) {
                    return true;
                }
                if (part.size() == 1) {
                    return false;
                }
            }
        }
        return false;
    }

    /** All resources of some groups. */
    Response answer(List<String> groups) {
        ObjectNode node =
                Trees.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        node.putObject("metadata");
        ArrayNode items = node.putArray("items");
        for (String group : groups) {
            ObjectNode item = items.addObject();
            ObjectNode metadata = item.putObject("metadata");
            if (!group.isEmpty()) {
                metadata.put("name", group);
            }
            ArrayNode versions = item.putArray("versions");
            for (String each : registry.versionsOf(group)) {
                ObjectNode entry = versions.addObject().put("version", each);
                ArrayNode resources = entry.putArray("resources");
                registry.in(group, each).forEach(resource -> resources.add(resource(resource)));
                entry.put("freshness", "Current");
            }
        }
        return new Response.Whole(
                200, Map.of("Content-Type", MEDIA_TYPE, "Vary", "Accept"), List.of(Trees.bytes(node)));
    }

    private static ObjectNode resource(Resource resource) {
        ObjectNode entry = Trees.object().put("resource", resource.plural());
        kind(entry, resource.group(), resource.version(), resource.kind());
        entry.put("scope", resource.namespaced() ? "Namespaced" : "Cluster");
        entry.put("singularResource", resource.singular());
        Discovery.verbs(resource).forEach(entry.putArray("verbs")::add);
        Discovery.putNames(entry, "shortNames", resource.shortNames());
        Discovery.putNames(entry, "categories", resource.categories());
        List<String> subresources = Discovery.subresources(resource);
        if (!subresources.isEmpty()) {
            ArrayNode list = entry.putArray("subresources");
            for (String name : subresources) {
                ObjectNode sub = list.addObject().put("subresource", name);
                switch (name) {
                    case "scale" -> kind(sub, "autoscaling", "v1", "Scale");
                    case "token" -> kind(sub, "authentication.k8s.io", "v1", "TokenRequest");
                    default -> kind(sub, resource.group(), resource.version(), resource.kind());
                }
                Discovery.subresourceVerbs(name).forEach(sub.putArray("verbs")::add);
            }
        }
        return entry;
    }

    private static void kind(ObjectNode entry, String group, String version, String kind) {
        entry.putObject("responseKind")
                .put("group", group)
                .put("version", version)
                .put("kind", kind);
    }
}
