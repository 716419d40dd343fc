package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A request was refused; {@link #status()} is the metav1.Status to answer with, worded as kube-apiserver words it. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final transient @Nullable ObjectNode details;
    private final transient List<String> warnings = new ArrayList<>();

    private ApiException(int code, String reason, String message, @Nullable ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message, null);
    }

    static ApiException unauthorized() {
        return new ApiException(401, "Unauthorized", "Unauthorized", null);
    }

    /** @param why the part of the message after "is forbidden: " */
    static ApiException forbidden(String group, String resource, String name, String why) {
        String subject = resource.isEmpty()
                ? "forbidden: "
                : (name.isEmpty() ? qualified(resource, group) : named(resource, group, name)) + " is forbidden: ";
        return new ApiException(403, "Forbidden", subject + why, details(name, group, resource));
    }

    /** Nothing is created any more in a namespace that is being deleted. */
    static ApiException namespaceTerminating(String group, String resource, String name, String namespace) {
        String why = "unable to create new content in namespace " + namespace + " because it is being terminated";
        ApiException refusal = forbidden(group, resource, name, why);
        ObjectNode details = details(name, group, resource);
        addCauses(
                details,
                List.of(new Cause(
                        "NamespaceTerminating",
                        "metadata.namespace",
                        "namespace " + namespace + " is being terminated")));
        return new ApiException(403, refusal.reason, refusal.text(), details);
    }

    static ApiException notFound(String group, String resource, String name) {
        String message = named(resource, group, name) + " not found";
        return new ApiException(404, "NotFound", message, details(name, group, resource));
    }

    /** No such path: the resource itself, not an object of it, is unknown. */
    static ApiException noSuchResource() {
        return new ApiException(
                404, "NotFound", "the server could not find the requested resource", details("", "", ""));
    }

    static ApiException methodNotAllowed() {
        String message = "the server does not allow this method on the requested resource";
        return new ApiException(405, "MethodNotAllowed", message, details("", "", ""));
    }

    /** The resource exists, but lacks this verb. */
    static ApiException methodNotAllowed(String group, String resource, String verb) {
        String message = verb + " is not supported on resources of kind " + GoText.quote(qualified(resource, group));
        return new ApiException(405, "MethodNotAllowed", message, details("", group, resource));
    }

    static ApiException notAcceptable(List<String> accepted) {
        String message = "only the following media types are accepted: " + String.join(", ", accepted);
        return new ApiException(406, "NotAcceptable", message, null);
    }

    /** None of the accepted types is served. */
    static ApiException noRepresentation(List<String> served) {
        String message = "406: Not Acceptable\n\nAvailable representations: " + String.join(", ", served);
        return new ApiException(406, "NotAcceptable", message, details("", "", ""));
    }

    /** The object cannot be shown in the form that is asked for. */
    static ApiException otherForm(String message) {
        return new ApiException(406, "NotAcceptable", message, null);
    }

    static ApiException alreadyExists(String group, String resource, String name) {
        return alreadyExists(group, resource, name, false);
    }

    static ApiException alreadyExists(String group, String resource, String name, boolean deleting) {
        String message =
                (deleting ? "object is being deleted: " : "") + named(resource, group, name) + " already exists";
        return new ApiException(409, "AlreadyExists", message, details(name, group, resource));
    }

    static ApiException noUniqueName(String group, String resource, String name) {
        ObjectNode details = details(name, group, resource);
        details.put("retryAfterSeconds", 1);
        String message = named(resource, group, name)
                + " already exists, the server was not able to generate a unique name for the object";
        return new ApiException(409, "AlreadyExists", message, details);
    }

    /** @param why the part of the message after the object's name, such as {@link #STALE} */
    static ApiException conflict(String group, String resource, String name, String why) {
        String message = "Operation cannot be fulfilled on " + named(resource, group, name) + ": " + why;
        return new ApiException(409, "Conflict", message, details(name, group, resource));
    }

    /** Why a write with an old resourceVersion conflicts. */
    static final String STALE =
            "the object has been modified; please apply your changes to the latest version and try again";

    static ApiException applyConflict(String message, List<Cause> causes) {
        ObjectNode details = details("", "", "");
        addCauses(details, causes);
        return new ApiException(409, "Conflict", message, details);
    }

    static ApiException expired(String message) {
        return new ApiException(410, "Expired", message, null);
    }

    static ApiException tooLarge(String message) {
        return new ApiException(413, "RequestEntityTooLarge", "Request entity too large: " + message, null);
    }

    /** A body in a format that this resource does not read. */
    static ApiException unsupportedMediaType(List<String> accepted) {
        String message = "the body of the request was in an unknown format - accepted media types include: "
                + String.join(", ", accepted);
        return new ApiException(415, "UnsupportedMediaType", message, null);
    }

    /** A patch in a format that is no patch format at all. */
    static ApiException unsupportedMediaType() {
        return new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", details("", "", ""));
    }

    static ApiException invalid(String group, String kind, String name, List<Cause> causes) {
        ObjectNode details = details(name, group, kind);
        addCauses(details, causes);
        String what = named(kind, group, name) + " is invalid";
        return new ApiException(422, "Invalid", causes.isEmpty() ? what : what + ": " + aggregate(causes), details);
    }

    /** A patch that is well formed but cannot be applied. */
    static ApiException unprocessable() {
        String message = "the server rejected our request due to an error in our request";
        return new ApiException(422, "Invalid", message, details("", "", ""));
    }

    static ApiException internal(String message) {
        ObjectNode details = details("", "", "");
        details.putArray("causes").addObject().put("message", message);
        return new ApiException(500, "InternalError", "Internal error occurred: " + message, details);
    }

    /** The real server has errors that it does not classify: they are answered with 500 and no reason. */
    static ApiException unclassified(String message) {
        return new ApiException(500, "", message, null);
    }

    static ApiException unavailable(String message) {
        return new ApiException(503, "ServiceUnavailable", message, null);
    }

    static ApiException tooManyRequests(String message, int retryAfterSeconds) {
        ObjectNode details = details("", "", "");
        details.put("retryAfterSeconds", retryAfterSeconds);
        return new ApiException(429, "TooManyRequests", message, details);
    }

    /** The client asks for a version that this server has not reached. */
    static ApiException tooLargeResourceVersion(long wanted, long current) {
        ObjectNode details = details("", "", "");
        details.putArray("causes")
                .addObject()
                .put("reason", "ResourceVersionTooLarge")
                .put("message", "Too large resource version");
        details.put("retryAfterSeconds", 1);
        String message = "Timeout: Too large resource version: " + wanted + ", current: " + current;
        return new ApiException(504, "Timeout", message, details);
    }

    /** The same refusal with what the client is warned of besides. */
    ApiException warning(List<String> of) {
        warnings.clear();
        warnings.addAll(of);
        return this;
    }

    List<String> warnings() {
        return warnings;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** A new metav1.Status. */
    ObjectNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", text());
        putUnlessEmpty(status, "reason", reason);
        if (details != null) {
            status.set("details", details.deepCopy());
        }
        return status.put("code", code);
    }

    /** {@code deployments.apps}, or {@code pods} in the core group. */
    private static String qualified(String name, String group) {
        return group.isEmpty() ? name : name + "." + group;
    }

    private static String named(String resource, String group, String name) {
        return qualified(resource, group) + " " + GoText.quote(name);
    }

    private static ObjectNode details(String name, String group, String kind) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        putUnlessEmpty(details, "name", name);
        putUnlessEmpty(details, "group", group);
        putUnlessEmpty(details, "kind", kind);
        return details;
    }

    private static void addCauses(ObjectNode details, List<Cause> causes) {
        if (causes.isEmpty()) {
            return;
        }
        var list = details.putArray("causes");
        for (Cause cause : causes) {
            ObjectNode node = list.addObject().put("reason", cause.reason()).put("message", cause.message());
            putUnlessEmpty(node, "field", cause.field());
        }
    }

    /** Equal messages once; more than one in brackets, as Go's aggregated errors. */
    private static String aggregate(List<Cause> causes) {
        Set<String> messages = causes.stream().map(Cause::text).collect(Collectors.toCollection(LinkedHashSet::new));
        String joined = String.join(", ", messages);
        return messages.size() == 1 ? joined : "[" + joined + "]";
    }

    private static void putUnlessEmpty(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }
}
