package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

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
        if (name.length() > 128) {
            throw refused(Cause.tooLong("fieldManager", 128));
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
        String kind = switch (request.method()) {
            case "POST" -> "CreateOptions";
            case "PUT" -> "UpdateOptions";
            case "PATCH" -> "PatchOptions";
            default -> "DeleteOptions";
        };
        return ApiException.invalid("meta.k8s.io", kind, "", List.of(cause));
    }

    /** Refuses, warns of, or is silent about fields that the schema does not know. */
    void checkFields(ObjectNode object) throws ApiException {
        Resource.Custom custom = route.resource().custom();
        if (custom == null || fieldValidation.equals("Ignore")) {
            return;
        }
        List<String> unknown = custom.schema().unknownFields(object);
        if (unknown.isEmpty()) {
            return;
        }
        List<String> problems = unknown.stream()
                .map(field -> "unknown field " + GoText.quote(field))
                .toList();
        if (fieldValidation.equals("Strict")) {
            Resource resource = route.resource();
            throw ApiException.badRequest(resource.kind() + " in version " + GoText.quote(resource.version())
                    + " cannot be handled as a " + resource.kind() + ": strict decoding error: "
                    + String.join(", ", problems));
        }
        problems.stream().filter(problem -> !warnings.contains(problem)).forEach(warnings::add);
    }

    /** The answer to a write. */
    Response respond(int status, Output output, Stored stored) {
        Response response = Response.json(status, output.object(stored));
        // One header per warning is what the real server sends; joined with commas they mean the same.
        List<String> headers = warnings.stream()
                .map(warning -> "299 - " + GoText.quote(warning))
                .toList();
        return headers.isEmpty() ? response : response.with("Warning", String.join(", ", headers));
    }
}
