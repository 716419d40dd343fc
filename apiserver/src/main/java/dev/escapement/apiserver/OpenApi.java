package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** OpenAPI v3 as far as clients rely on it: which kinds there are, and that their writes can be validated by the server. */
final class OpenApi {
    private static final String CONVENTIONS =
            "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#";

    /**
     * The second version, {@code {swagger: "2.0", info: {title: "Kubernetes", version: "v1.36.0"}}}, in the protobuf that kubectl
     * asks for when it meets a kind it does not know. It describes nothing, so kubectl leaves validation to the server.
     */
    private static final byte[] SECOND =
            "\n\0032.0\022\025\n\nKubernetes\022\007v1.36.0".getBytes(StandardCharsets.ISO_8859_1);

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
        if (path.equals("/openapi/v2")) {
            return second(request);
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

    private static Response second(Request request) {
        if (request.header("accept").contains("protobuf")) {
            String type = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
            return new Response.Whole(200, Map.of("Content-Type", type), List.of(SECOND));
        }
        ObjectNode document = Trees.object().put("swagger", "2.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.36.0");
        document.putObject("paths");
        return Response.json(200, Trees.bytes(document));
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
            describe(resource, schemas);
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

    /** Adds the schema of a resource. */
    private static void describe(Resource resource, ObjectNode schemas) {
        OpenApiTypes types = new OpenApiTypes(schemas);
        ObjectNode schema;
        FieldType builtin = BuiltinTypes.of(resource.group(), resource.kind());
        if (resource.custom() == null) {
            if (builtin != null && builtin.fields() != null) {
                types.reference(builtin.fields());
            }
            schema = schemas.withObject("/" + schemaName(resource));
        } else {
            schema = resource.custom().openApi() instanceof ObjectNode given ? given.deepCopy() : Trees.object();
            common(schema, types);
            schemas.set(schemaName(resource), schema);
        }
        schema.put("type", "object");
        schema.putArray("x-kubernetes-group-version-kind").add(kind(resource));
    }

    /** What every custom resource has, in the words that the real server adds to its schema. */
    private static void common(ObjectNode schema, OpenApiTypes types) {
        ObjectNode properties = Json.child(schema, "properties");
        properties.putObject("apiVersion").put("type", "string").put("description", """
                    APIVersion defines the versioned schema of this representation of an object. Servers should convert \
                    recognized schemas to the latest internal value, and may reject unrecognized values. More info: \
                    """ + CONVENTIONS + "resources");
        properties.putObject("kind").put("type", "string").put("description", """
                    Kind is a string value representing the REST resource this object represents. Servers may infer this \
                    from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: \
                    """ + CONVENTIONS + "types-kinds");
        FieldType.Fields metadata =
                Objects.requireNonNull(BuiltinTypes.named(OpenApiTypes.METADATA).fields());
        ObjectNode property = properties.putObject("metadata");
        property.put("description", "Standard object's metadata. More info: " + CONVENTIONS + "metadata");
        property.putArray("allOf").add(types.reference(metadata));
    }

    private static String schemaName(Resource resource) {
        FieldType builtin = BuiltinTypes.of(resource.group(), resource.kind());
        if (builtin != null && builtin.fields() != null) {
            return OpenApiTypes.fullName(builtin.fields().name());
        }
        List<String> domain = Arrays.asList(resource.group().split("\\.", -1));
        Collections.reverse(domain);
        return String.join(".", domain) + "." + resource.version() + "." + resource.kind();
    }

    private static ObjectNode kind(Resource resource) {
        return Trees.object()
                .put("group", resource.group())
                .put("version", resource.version())
                .put("kind", resource.kind());
    }
}
