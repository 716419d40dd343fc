package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.apiserver.Resource.Trait;
import org.jspecify.annotations.Nullable;

/** Tells clients what is served: versions, groups and resources, in the old form and in the aggregated one. */
final class Discovery {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    /** The order in which the real server has those of custom resources. */
    private static final List<String> CUSTOM_VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");

    private final Registry registry;
    private final OpenApi openApi;
    private final ObjectNode version;

    Discovery(Registry registry) {
        this.registry = registry;
        openApi = new OpenApi(registry);
        version = Trees.object()
                .put("major", "1")
                .put("minor", "36")
                .put("gitVersion", "v1.36.0+escapement")
                .put("gitCommit", "")
                .put("gitTreeState", "")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "javac")
                .put("platform", "jvm/" + Runtime.version().feature());
    }

    /** Answers if the path is one of discovery's, else null. */
    @Nullable
    Response answer(Request request) {
        List<String> part = request.segments();
        if (part.isEmpty()) {
            return json(paths());
        }
        String first = part.getFirst();
        if (first.equals("openapi")) {
            return openApi.answer(request);
        }
        if (part.size() == 1) {
            return top(first, request);
        }
        if (first.equals("api")) {
            return part.size() == 2 && part.get(1).equals("v1") ? json(resources("", "v1")) : null;
        }
        if (first.equals("apis") && !part.get(1).isEmpty() && registry.groups().contains(part.get(1))) {
            if (part.size() == 2) {
                return json(group(part.get(1), true));
            }
            return part.size() == 3 ? resourcesOrNull(part.get(1), part.get(2)) : null;
        }
        return null;
    }

    private @Nullable Response top(String name, Request request) {
        boolean aggregated = wantsAggregated(request.header("accept"));
        return switch (name) {
            case "version" -> json(version);
            case "healthz", "livez", "readyz" ->
                new Response.Whole(
                        200,
                        Map.of("Content-Type", "text/plain; charset=utf-8"),
                        List.of("ok".getBytes(StandardCharsets.UTF_8)));
            case "api" -> aggregated ? aggregated(List.of("")) : json(versions(request));
            case "apis" -> aggregated ? aggregated(named()) : json(groups());
            default -> null;
        };
    }

    /** Clients of before 1.30 know v2beta1 only, which is served no more; they take the plain form then. */
    private static boolean wantsAggregated(String accept) {
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

    private List<String> named() {
        return registry.groups().stream().filter(group -> !group.isEmpty()).toList();
    }

    private static Response json(ObjectNode node) {
        return Response.json(200, Trees.bytes(node));
    }

    private ObjectNode paths() {
        ObjectNode node = Trees.object();
        ArrayNode paths = node.putArray("paths");
        List.of("/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v3", "/readyz", "/version")
                .forEach(paths::add);
        named().forEach(group -> paths.add("/apis/" + group));
        return node;
    }

    private static ObjectNode versions(Request request) {
        ObjectNode node = Trees.object().put("kind", "APIVersions");
        node.putArray("versions").add("v1");
        node.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", request.header("host"));
        return node;
    }

    private ObjectNode groups() {
        ObjectNode node = Trees.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = node.putArray("groups");
        named().forEach(name -> groups.add(group(name, false)));
        return node;
    }

    private ObjectNode group(String name, boolean alone) {
        ObjectNode node = Trees.object();
        if (alone) {
            node.put("kind", "APIGroup").put("apiVersion", "v1");
        }
        node.put("name", name);
        ArrayNode versions = node.putArray("versions");
        for (String each : registry.versionsOf(name)) {
            versions.addObject().put("groupVersion", name + "/" + each).put("version", each);
        }
        node.set("preferredVersion", versions.get(0).deepCopy());
        return node;
    }

    private @Nullable Response resourcesOrNull(String group, String version) {
        return registry.versionsOf(group).contains(version) ? json(resources(group, version)) : null;
    }

    private ObjectNode resources(String group, String version) {
        ObjectNode node = Trees.object().put("kind", "APIResourceList");
        if (!group.isEmpty()) {
            node.put("apiVersion", "v1");
        }
        node.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = node.putArray("resources");
        for (Resource resource : registry.in(group, version)) {
            ObjectNode entry = resources
                    .addObject()
                    .put("name", resource.plural())
                    .put("singularName", resource.singular())
                    .put("namespaced", resource.namespaced())
                    .put("kind", resource.kind());
            verbs(resource).forEach(entry.putArray("verbs")::add);
            putNames(entry, "shortNames", resource.shortNames());
            putNames(entry, "categories", resource.categories());
            if (!resource.has(Trait.REVIEW)) {
                entry.put("storageVersionHash", storageVersionHash(resource));
            }
            for (String subresource : subresources(resource)) {
                ObjectNode sub = resources
                        .addObject()
                        .put("name", resource.plural() + "/" + subresource)
                        .put("singularName", "")
                        .put("namespaced", resource.namespaced());
                switch (subresource) {
                    case "scale" ->
                        sub.put("group", "autoscaling").put("version", "v1").put("kind", "Scale");
                    case "token" ->
                        sub.put("group", "authentication.k8s.io")
                                .put("version", "v1")
                                .put("kind", "TokenRequest");
                    default -> sub.put("kind", resource.kind());
                }
                subresourceVerbs(subresource).forEach(sub.putArray("verbs")::add);
            }
        }
        return node;
    }

    private Response aggregated(List<String> groups) {
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
                registry.in(group, each).forEach(resource -> resources.add(aggregated(resource)));
                entry.put("freshness", "Current");
            }
        }
        return new Response.Whole(
                200, Map.of("Content-Type", AGGREGATED, "Vary", "Accept"), List.of(Trees.bytes(node)));
    }

    private static ObjectNode aggregated(Resource resource) {
        ObjectNode entry = Trees.object().put("resource", resource.plural());
        kind(entry, resource.group(), resource.version(), resource.kind());
        entry.put("scope", resource.namespaced() ? "Namespaced" : "Cluster");
        entry.put("singularResource", resource.singular());
        verbs(resource).forEach(entry.putArray("verbs")::add);
        putNames(entry, "shortNames", resource.shortNames());
        putNames(entry, "categories", resource.categories());
        List<String> subresources = subresources(resource);
        if (!subresources.isEmpty()) {
            ArrayNode list = entry.putArray("subresources");
            for (String name : subresources) {
                ObjectNode sub = list.addObject().put("subresource", name);
                switch (name) {
                    case "scale" -> kind(sub, "autoscaling", "v1", "Scale");
                    case "token" -> kind(sub, "authentication.k8s.io", "v1", "TokenRequest");
                    default -> kind(sub, resource.group(), resource.version(), resource.kind());
                }
                subresourceVerbs(name).forEach(sub.putArray("verbs")::add);
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

    private static List<String> verbs(Resource resource) {
        if (resource.custom() != null) {
            return CUSTOM_VERBS;
        }
        if (resource.has(Trait.REVIEW)) {
            return List.of("create");
        }
        return resource.storage().equals(Namespaces.STORAGE)
                ? VERBS.stream()
                        .filter(verb -> !verb.equals("deletecollection"))
                        .toList()
                : VERBS;
    }

    static List<String> subresources(Resource resource) {
        List<String> names = new java.util.ArrayList<>();
        if (resource.storage().equals(Namespaces.STORAGE)) {
            names.add("finalize");
        }
        if (resource.storage().equals(ServiceAccounts.STORAGE)) {
            names.add(TokenRequests.SUBRESOURCE);
        }
        boolean custom = resource.custom() != null;
        for (Trait trait : custom ? List.of(Trait.STATUS, Trait.SCALE) : List.of(Trait.SCALE, Trait.STATUS)) {
            if (resource.has(trait)) {
                names.add(trait.name().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static List<String> subresourceVerbs(String name) {
        return switch (name) {
            case "finalize" -> List.of("update");
            case "token" -> List.of("create");
            default -> SUBRESOURCE_VERBS;
        };
    }

    /** Tells clients that migrate storage when objects are kept in another version: KEP-2343. */
    private static String storageVersionHash(Resource resource) {
        String version = resource.custom() == null
                ? resource.version()
                : resource.custom().storedVersion();
        String kind = resource.group() + "/" + version + "/" + resource.kind();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(kind.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void putNames(ObjectNode entry, String field, List<String> names) {
        if (!names.isEmpty()) {
            names.forEach(entry.putArray(field)::add);
        }
    }
}
