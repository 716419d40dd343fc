package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What one write request asks for besides the object, and the warnings it has earned. */
final class Writing {
    final Route route;
    final Request request;
    final String manager;
    final boolean dryRun;
    private final String fieldValidation;
    private final List<String> warnings = new ArrayList<>();

    Writing(Route route, Request request) throws ApiException {
        this.route = route;
        this.request = request;
        dryRun = dryRun(request);
        manager = manager(request);
        String wanted = request.parameter("fieldValidation");
        fieldValidation = wanted.isEmpty() ? "Warn" : wanted;
        if (!List.of("Ignore", "Warn", "Strict").contains(fieldValidation)) {
            throw refused(Cause.notSupported("fieldValidation", wanted, List.of("", "Ignore", "Strict", "Warn")));
        }
    }

    private boolean dryRun(Request of) throws ApiException {
        for (String value : of.query().getOrDefault("dryRun", List.of())) {
            if (!value.equals("All")) {
                throw refused(Cause.notSupported("dryRun", Trees.array().add(value), List.of("All")));
            }
        }
        return of.has("dryRun");
    }

    private String manager(Request of) throws ApiException {
        String name = of.parameter("fieldManager");
        List<Cause> causes = new ArrayList<>();
        if (name.length() > 128) {
            causes.add(Cause.tooLong("fieldManager", 128));
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                String why = "invalid character U+%04X (at position %d)".formatted((int) name.charAt(i), i);
                causes.add(Cause.invalid("fieldManager", name, why));
            }
        }
        if (!causes.isEmpty()) {
            throw refused(causes);
        }
        if (name.isEmpty()) {
            String agent = of.header("user-agent");
            int end = agent.indexOf('/');
            name = end < 0 ? agent : agent.substring(0, end);
        }
        return name.isEmpty() ? "unknown" : name;
    }

    /** The refusal of a parameter. */
    ApiException refused(Cause cause) {
        return refused(List.of(cause));
    }

    private ApiException refused(List<Cause> causes) {
        String kind = switch (request.method()) {
            case "POST" -> "CreateOptions";
            case "PUT" -> "UpdateOptions";
            case "PATCH" -> "PatchOptions";
            default -> "DeleteOptions";
        };
        return ApiException.invalid("meta.k8s.io", kind, "", causes);
    }

    /** Refuses, warns of, or is silent about fields that the kind does not have; refuses values of the wrong type. */
    void checkFields(ObjectNode object) throws ApiException {
        checkFields(object, "");
    }

    private void checkFields(ObjectNode object, String prefix) throws ApiException {
        List<String> problems = new ArrayList<>();
        for (String field : DuplicateFields.in(request.body())) {
            problems.add(prefix + "duplicate field " + GoText.quote(field));
        }
        for (String field : unknownFields(object)) {
            problems.add("unknown field " + GoText.quote(field));
        }
        if (problems.isEmpty() || fieldValidation.equals("Ignore")) {
            return;
        }
        if (fieldValidation.equals("Strict")) {
            Resource resource = route.resource();
            throw ApiException.badRequest(resource.kind() + " in version " + GoText.quote(resource.version())
                    + " cannot be handled as a " + resource.kind() + ": strict decoding error: "
                    + String.join(", ", problems));
        }
        problems.stream().filter(problem -> !warnings.contains(problem)).forEach(warnings::add);
    }

    /** Owner references that are there twice are dropped, and warned of. */
    void dropDuplicateOwners(ObjectNode object) {
        if (!(object.path("metadata").get("ownerReferences") instanceof ArrayNode references)) {
            return;
        }
        List<String> duplicates = new ArrayList<>();
        ArrayNode kept = Trees.array();
        for (JsonNode reference : references) {
            if (kept.valueStream().anyMatch(reference::equals)) {
                duplicates.add(Json.text(reference, "uid"));
            } else {
                kept.add(reference);
            }
        }
        if (!duplicates.isEmpty()) {
            Json.child(object, "metadata").set("ownerReferences", kept);
            warnings.add(
                    ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+,"
                            + " and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s)"
                            + " observed: [" + String.join(" ", duplicates) + "]");
        }
    }

    private List<String> unknownFields(ObjectNode object) throws ApiException {
        Resource resource = route.resource();
        Resource.Custom custom = resource.custom();
        if (custom == null) {
            return BuiltinSemantics.decode(resource.group(), resource.version(), resource.kind(), object);
        }
        BuiltinSemantics.decodeMetadata(resource.version(), resource.kind(), object);
        return custom.schema().unknownFields(object);
    }

    /**
     * The same for what a patch has made of an object.
     *
     * @param prefix what is said before the duplicate fields of the patch
     */
    void checkPatched(ObjectNode object, String prefix) throws ApiException {
        for (String field : List.of("kind", "apiVersion")) {
            JsonNode value = object.path(field);
            if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
                String why = "couldn't get version/kind; json parse error: json: cannot unmarshal "
                        + Patches.goType(value) + " into Go struct field ." + field + " of type string";
                throw ApiException.invalid("", "", "", List.of(Cause.invalid("patch", object.toString(), why)));
            }
        }
        Resource resource = route.resource();
        String kind = Json.text(object, "kind");
        String apiVersion = Json.text(object, "apiVersion");
        boolean other = !(kind.isEmpty() || kind.equals(resource.kind()))
                || !(apiVersion.isEmpty() || apiVersion.equals(resource.apiVersion()));
        if (resource.custom() == null && other) {
            String why = "no kind " + GoText.quote(kind) + " is registered for version " + GoText.quote(apiVersion)
                    + " in scheme \"pkg/runtime/scheme.go:111\"";
            throw ApiException.invalid("", "", "", List.of(Cause.invalid("patch", object.toString(), why)));
        }
        if (resource.custom() != null && kind.isEmpty()) {
            String why = "Object 'Kind' is missing in '" + object + "'";
            throw ApiException.invalid("", "", "", List.of(Cause.invalid("patch", object.toString(), why)));
        }
        try {
            if (resource.custom() != null) {
                BuiltinSemantics.decodeMetadata(resource.version(), resource.kind(), object);
            }
        } catch (ApiException e) {
            throw notDecoded(object, e);
        }
        if (resource.custom() != null) {
            Body.checkType(resource, object);
        }
        try {
            checkFields(object, prefix);
        } catch (ApiException e) {
            throw notDecoded(object, e);
        }
    }

    private static ApiException notDecoded(ObjectNode object, ApiException e) {
        String why = e.text().substring(e.text().indexOf(": ") + 2);
        return ApiException.invalid("", "", "", List.of(Cause.invalid("patch", object.toString(), why)));
    }

    /** The answer to a write. */
    Response respond(int status, Output output, Stored stored) {
        return warned(Response.json(status, output.object(stored)), warnings);
    }

    /** A refusal, with the warnings that were earned before it. */
    ApiException refusal(ApiException e) {
        return e.warning(warnings);
    }

    /** An answer with one more warning, before the others. */
    static Response alsoWarned(Response response, String warning) {
        String others = response.headers().getOrDefault("Warning", "");
        String first = "299 - " + GoText.quote(warning);
        return response.with("Warning", others.isEmpty() ? first : first + ", " + others);
    }

    static Response warned(Response response, List<String> warnings) {
        // One header per warning is what the real server sends; joined with commas they mean the same.
        List<String> headers = warnings.stream()
                .map(warning -> "299 - " + GoText.quote(warning))
                .toList();
        return headers.isEmpty() ? response : response.with("Warning", String.join(", ", headers));
    }
}
