package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The scale subresource: replicas seen through an autoscaling/v1 Scale. */
final class Scale {
    private final Reads reads;
    private final Writes writes;

    Scale(Reads reads, Writes writes) {
        this.reads = reads;
        this.writes = writes;
    }

    Response answer(Route route, Request request) throws ApiException {
        return switch (request.method()) {
            case "GET" -> read(route);
            case "PUT", "PATCH" -> write(route, request);
            default -> throw Core.notAllowed(route.resource(), false, request);
        };
    }

    private Response read(Route route) throws ApiException {
        Resource resource = route.resource();
        ObjectNode object = reads.find(route).tree();
        String path = path(resource, "specReplicasPath", "spec.replicas");
        if (resource.custom() != null && at(object, path).isMissingNode()) {
            throw ApiException.internal("the spec replicas field " + GoText.quote("." + path) + " does not exist");
        }
        return Response.json(200, Trees.bytes(of(resource, object)));
    }

    private Response write(Route route, Request request) throws ApiException {
        Resource resource = route.resource();
        JsonNode body = Body.mediaType(request).equals(Protobuf.MEDIA_TYPE)
                ? Protobuf.read(request.body(), "autoscaling.v1.Scale")
                : Body.patch(request);
        if (request.method().equals("PUT") && body instanceof ObjectNode scale) {
            Writes.checkName(route, scale);
        }
        Writing writing = new Writing(route, request);
        Writes.Edit edit = live -> {
            ObjectNode object = live == null ? Trees.object() : live;
            ObjectNode wanted = wanted(request, body, of(resource, object));
            if (resource.custom() == null
                    && wanted.path("spec").path("replicas").asInt() < 0) {
                Cause cause = Cause.invalid("spec.replicas", wanted.path("spec").path("replicas"), Checks.NOT_NEGATIVE);
                throw ApiException.invalid("autoscaling", "Scale", route.name(), List.of(cause));
            }
            set(object, path(resource, "specReplicasPath", "spec.replicas"), wanted);
            String version = Json.text(wanted, "metadata", "resourceVersion");
            if (!version.isEmpty()) {
                Json.child(object, "metadata").put("resourceVersion", version);
            }
            return object;
        };
        Response response = writes.write(writing, edit, Writes.Kind.UPDATE, false);
        return response instanceof Response.Whole whole
                ? Response.json(200, Trees.bytes(of(resource, Trees.parseOwn(whole.body()))))
                : response;
    }

    private static ObjectNode wanted(Request request, JsonNode body, ObjectNode before) throws ApiException {
        if (request.method().equals("PUT")) {
            return body instanceof ObjectNode scale ? scale : before;
        }
        boolean json = Body.mediaType(request).equals("application/json-patch+json");
        return json ? Patches.json(before, body) : Patches.merge(before, body);
    }

    private static ObjectNode of(Resource resource, ObjectNode object) {
        ObjectNode scale = Trees.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            JsonNode value = object.path("metadata").get(field);
            if (value != null) {
                metadata.set(field, value);
            }
        }
        JsonNode wanted = at(object, path(resource, "specReplicasPath", "spec.replicas"));
        JsonNode actual = at(object, path(resource, "statusReplicasPath", "status.replicas"));
        ObjectNode spec = scale.putObject("spec");
        if (wanted.asInt() != 0) {
            spec.put("replicas", wanted.asInt());
        }
        ObjectNode status = scale.putObject("status").put("replicas", actual.asInt());
        String selector = selector(resource, object);
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    private static String selector(Resource resource, ObjectNode object) {
        if (resource.custom() != null) {
            String path = path(resource, "labelSelectorPath", "");
            return path.isEmpty() ? "" : at(object, path).asText("");
        }
        JsonNode selector = object.path("spec").path("selector");
        JsonNode labels = selector.has("matchLabels") ? selector.path("matchLabels") : selector;
        return String.join(
                ",",
                labels.properties().stream()
                        .filter(label -> label.getValue().isTextual())
                        .map(label -> label.getKey() + "=" + label.getValue().asText())
                        .sorted()
                        .toList());
    }

    private static void set(ObjectNode object, String path, ObjectNode scale) {
        String[] step = path.split("\\.", -1);
        ObjectNode at = object;
        for (int i = 0; i < step.length - 1; i++) {
            at = Json.child(at, step[i]);
        }
        at.put(step[step.length - 1], scale.path("spec").path("replicas").asInt());
    }

    private static String path(Resource resource, String field, String builtin) {
        Resource.@Nullable Custom custom = resource.custom();
        if (custom == null) {
            return builtin;
        }
        String path = Json.text(custom.scale(), field);
        return path.startsWith(".") ? path.substring(1) : path;
    }

    private static JsonNode at(JsonNode object, String path) {
        JsonNode at = object;
        for (String step : path.split("\\.", -1)) {
            at = at.path(step);
        }
        return at;
    }
}
