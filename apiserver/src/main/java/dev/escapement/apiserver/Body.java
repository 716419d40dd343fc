package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads request bodies. */
final class Body {
    private static final List<String> ACCEPTED =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

    private static final String GO_TYPE_META = " into Go value of type struct "
            + "{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private Body() {}

    /** The media type of a body, without its parameters. */
    static String mediaType(Request request) {
        String type = request.header("content-type");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** The object that a client wants to create or to put. */
    static ObjectNode object(Resource resource, Request request) throws ApiException {
        String type = mediaType(request);
        String message = type.equals(Protobuf.MEDIA_TYPE) ? ProtobufTypes.of(resource) : null;
        if (message != null) {
            return checkKind(resource, Protobuf.read(request.body(), message), request);
        }
        if (!type.isEmpty() && !type.equals("application/json")) {
            // YAML is on the list of the real server; this one does not read it.
            throw ApiException.unsupportedMediaType(ACCEPTED);
        }
        return checkKind(resource, read(resource, request), request);
    }

    /** The fields of a server-side apply: YAML by its media type, of which JSON is a part and all that is read here. */
    static ObjectNode applied(Request request) throws ApiException {
        JsonNode node;
        try {
            node = Trees.parse(request.body());
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(
                    "error decoding YAML: this server reads an apply patch only when it is written as JSON: "
                            + e.getOriginalMessage());
        }
        if (!(node instanceof ObjectNode object)) {
            throw ApiException.badRequest("error decoding YAML: the patch is not an object");
        }
        return object;
    }

    static JsonNode patch(Request request) throws ApiException {
        try {
            return Trees.parse(request.body());
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("error decoding patch: " + e.getOriginalMessage());
        }
    }

    /** DeleteOptions, which may be absent. */
    static ObjectNode options(Request request) throws ApiException {
        if (mediaType(request).equals(Protobuf.MEDIA_TYPE) && request.body().length > 0) {
            return Protobuf.read(request.body(), "meta.v1.DeleteOptions");
        }
        if (request.body().length == 0) {
            return Trees.object();
        }
        if (!List.of("", "application/json").contains(mediaType(request))) {
            throw ApiException.unsupportedMediaType(ACCEPTED);
        }
        String problem;
        try {
            JsonNode body = Trees.parse(request.body());
            if (body instanceof ObjectNode options) {
                return BuiltinSemantics.decodeOptions(options);
            }
            problem = "json: cannot unmarshal " + Patches.goType(body) + GO_TYPE_META;
        } catch (JsonProcessingException e) {
            problem = e.getOriginalMessage();
        }
        throw ApiException.badRequest("couldn't get version/kind; json parse error: " + problem);
    }

    private static ObjectNode read(Resource resource, Request request) throws ApiException {
        try {
            JsonNode body = Trees.parse(request.body());
            if (body instanceof ObjectNode object) {
                return object;
            }
            throw unrecognized(resource, request, "json: cannot unmarshal " + Patches.goType(body) + GO_TYPE_META);
        } catch (JsonProcessingException e) {
            throw unrecognized(resource, request, e.getOriginalMessage());
        }
    }

    private static ApiException unrecognized(Resource resource, Request request, String why) {
        return ApiException.badRequest("the object provided is unrecognized (must be of type " + resource.kind()
                + "): couldn't get version/kind; json parse error: " + why + " (" + summary(request) + ")");
    }

    private static String text(Request request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    /** The start of a body, in hexadecimal digits if it does not look like JSON. */
    private static String summary(Request request) {
        byte[] body = request.body();
        if (body.length == 0) {
            return "<empty>";
        }
        byte[] start = Arrays.copyOf(body, Math.min(30, body.length));
        String shown = body[0] == '{'
                ? new String(start, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(start);
        return body.length > start.length ? shown + " ..." : shown;
    }

    /** Refuses a custom resource that a patch has made one of another kind. */
    static void checkType(Resource resource, ObjectNode object) throws ApiException {
        String kind = Json.text(object, "kind");
        String apiVersion = Json.text(object, "apiVersion");
        List<Cause> causes = new ArrayList<>();
        if (!kind.equals(resource.kind())) {
            causes.add(Cause.invalid("kind", kind, "must be " + resource.kind()));
        }
        if (!apiVersion.equals(resource.apiVersion())) {
            causes.add(Cause.invalid("apiVersion", apiVersion, "must be " + resource.apiVersion()));
        }
        if (!causes.isEmpty()) {
            int slash = apiVersion.indexOf('/');
            String group = slash < 0 ? "" : apiVersion.substring(0, slash);
            throw ApiException.invalid(group, kind, Json.text(object, "metadata", "name"), causes);
        }
    }

    /** Whether the real server knows a version that is not served here. */
    private static boolean isKnown(String group, String version) {
        List<String> known = switch (group) {
            case "" -> List.of("v1");
            case "apps" -> List.of("v1", "v1beta1", "v1beta2");
            case "autoscaling" -> List.of("v1", "v2");
            default -> List.of("v1", "v1beta1");
        };
        return known.contains(version);
    }

    private static ObjectNode checkKind(Resource resource, ObjectNode object, Request request) throws ApiException {
        for (String field : List.of("kind", "apiVersion")) {
            JsonNode value = object.path(field);
            if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
                throw unrecognized(
                        resource,
                        request,
                        "json: cannot unmarshal " + Patches.goType(value) + " into Go struct field ." + field
                                + " of type string");
            }
        }
        String kind = Json.text(object, "kind");
        String apiVersion = Json.text(object, "apiVersion");
        if (resource.custom() != null && kind.isEmpty()) {
            throw ApiException.badRequest("the object provided is unrecognized (must be of type " + resource.kind()
                    + "): Object 'Kind' is missing in '" + text(request) + "' (" + summary(request) + ")");
        }
        String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
        boolean sameKind = kind.isEmpty() || kind.equals(resource.kind());
        boolean unsaid = apiVersion.isEmpty() && resource.custom() == null;
        if (sameKind && (unsaid || apiVersion.equals(resource.apiVersion()))) {
            return object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
        }
        if (resource.custom() != null && !apiVersion.equals(resource.apiVersion())) {
            sameKind = true; // then the version is complained of
        }
        if (resource.custom() != null || (sameKind && group.equals(resource.group()) && isKnown(group, version))) {
            if (!sameKind) {
                String name = Json.text(object, "metadata", "name");
                Cause cause = Cause.invalid("kind", kind, "must be " + resource.kind());
                throw ApiException.invalid(resource.group(), kind, name, List.of(cause));
            }
            String problem = "the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + resource.apiVersion() + ")";
            throw ApiException.badRequest(problem);
        }
        throw ApiException.badRequest(kind + " in version " + GoText.quote(version) + " cannot be handled as a "
                + resource.kind() + ": no kind " + GoText.quote(kind) + " is registered for version "
                + GoText.quote(apiVersion) + " in scheme \"pkg/runtime/scheme.go:111\"");
    }
}
