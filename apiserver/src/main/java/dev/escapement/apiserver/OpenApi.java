package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** OpenAPI v3 as far as clients rely on it: which kinds there are, and that their writes can be validated by the server. */
final class OpenApi {
    private final Registry registry;

    OpenApi(Registry registry) {
        this.registry = registry;
    }

    @Nullable
    Response answer(Request request) {
        String path = request.path();
        if (path.equals("/openapi/v3")) {
            return Response.json(200, Trees.bytes(index()));
        }
        String prefix = "/openapi/v3/";
        if (!path.startsWith(prefix)) {
            return null;
        }
        String[] part = path.substring(prefix.length()).split("/", -1);
        if (part.length == 2 && part[0].equals("api")) {
            return document("", part[1]);
        }
        return part.length == 3 && part[0].equals("apis") ? document(part[1], part[2]) : null;
    }

    private ObjectNode index() {
        ObjectNode index = Trees.object();
        ObjectNode paths = index.putObject("paths");
        for (String group : registry.groups()) {
            for (String version : registry.versionsOf(group)) {
                String path = group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
                // Clients cache a document by its URL, so the URL changes with what is served.
                int hash = registry.in(group, version).hashCode();
                paths.putObject(path)
                        .put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + Integer.toHexString(hash));
            }
        }
        return index;
    }

    private @Nullable Response document(String group, String version) {
        List<Resource> resources = registry.in(group, version);
        if (resources.isEmpty()) {
            return null;
        }
        ObjectNode document = Trees.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.36.0");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (Resource resource : resources) {
            String root =
                    resource.root() + (resource.namespaced() ? "/namespaces/{namespace}/" : "/") + resource.plural();
            ObjectNode collection = paths.putObject(root);
            operation(collection, "get", "list", resource, List.of());
            operation(collection, "post", "post", resource, WRITE);
            ObjectNode object = paths.putObject(root + "/{name}");
            operation(object, "get", "get", resource, List.of());
            operation(object, "put", "put", resource, WRITE);
            operation(object, "patch", "patch", resource, PATCH);
            operation(object, "delete", "delete", resource, List.of("dryRun", "propagationPolicy"));
            schemas.set(schemaName(resource), schema(resource));
        }
        return Response.json(200, Trees.bytes(document));
    }

    private static final List<String> WRITE = List.of("dryRun", "fieldManager", "fieldValidation");
    private static final List<String> PATCH = List.of("dryRun", "fieldManager", "fieldValidation", "force");

    private static void operation(
            ObjectNode path, String method, String action, Resource resource, List<String> parameters) {
        ObjectNode operation = path.putObject(method);
        operation.put("operationId", action + resource.group() + resource.version() + resource.kind());
        ArrayNode list = operation.putArray("parameters");
        for (String name : parameters) {
            list.addObject()
                    .put("name", name)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", name.equals("force") ? "boolean" : "string")
                    .put("uniqueItems", true);
        }
        operation
                .putObject("responses")
                .putObject("200")
                .put("description", "OK")
                .putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schemaName(resource));
        operation.put("x-kubernetes-action", action);
        operation.set("x-kubernetes-group-version-kind", kind(resource));
    }

    private static ObjectNode schema(Resource resource) {
        ObjectNode schema = resource.custom() != null && resource.custom().openApi() instanceof ObjectNode given
                ? given.deepCopy()
                : Trees.object().put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
        schema.putArray("x-kubernetes-group-version-kind").add(kind(resource));
        return schema;
    }

    private static String schemaName(Resource resource) {
        String group = resource.group().isEmpty() ? "core" : resource.group();
        return "io.k8s.api." + group + "." + resource.version() + "." + resource.kind();
    }

    private static ObjectNode kind(Resource resource) {
        return Trees.object()
                .put("group", resource.group())
                .put("version", resource.version())
                .put("kind", resource.kind());
    }
}
