package dev.escapement.apiserver;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a request asks to do, as far as permission depends on it.
 *
 * @param path the path of a request that is not about a resource; "" for one that is
 */
record Attributes(
        String verb, String group, String resource, String subresource, String namespace, String name, String path) {
    private static final Set<String> OF_NAMESPACES = Set.of("status", "finalize");

    static Attributes ofPath(String verb, String path) {
        return new Attributes(verb, "", "", "", "", "", path);
    }

    /** Reads a request's method and path; the resource need not exist. */
    static Attributes of(Request request) {
        List<String> part = request.segments();
        boolean core = !part.isEmpty() && part.getFirst().equals("api");
        int at = core ? 2 : 3;
        if (part.size() <= at || !(core || part.getFirst().equals("apis"))) {
            return ofPath(request.method().toLowerCase(Locale.ROOT), request.path());
        }
        String group = core ? "" : part.get(1);
        String namespace = "";
        if (part.get(at).equals("namespaces") && part.size() > at + 1) {
            namespace = part.get(at + 1);
            if (part.size() > at + 2 && !OF_NAMESPACES.contains(part.get(at + 2))) {
                at += 2;
            }
        }
        String name = part.size() > at + 1 ? part.get(at + 1) : "";
        String subresource = part.size() > at + 2 ? part.get(at + 2) : "";
        String verb = verb(request, name);
        if (name.isEmpty() && (verb.equals("list") || verb.equals("watch"))) {
            name = selected(request.parameter("fieldSelector"));
        }
        return new Attributes(verb, group, part.get(at), subresource, namespace, name, "");
    }

    /** What a review asks about. */
    static Attributes of(JsonNode spec) {
        JsonNode of = spec.path("resourceAttributes");
        if (of.isMissingNode() || of.isNull()) {
            JsonNode other = spec.path("nonResourceAttributes");
            return ofPath(Json.text(other, "verb"), Json.text(other, "path"));
        }
        return new Attributes(
                Json.text(of, "verb"),
                Json.text(of, "group"),
                Json.text(of, "resource"),
                Json.text(of, "subresource"),
                Json.text(of, "namespace"),
                Json.text(of, "name"),
                "");
    }

    private static String verb(Request request, String name) {
        return switch (request.method()) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            case "GET", "HEAD" -> !name.isEmpty() ? "get" : request.flag("watch") ? "watch" : "list";
            default -> "";
        };
    }

    /** A list of the one object of that name may be allowed where the whole list is not. */
    private static String selected(String fieldSelector) {
        for (String term : fieldSelector.split(",", -1)) {
            int equals = term.indexOf('=');
            if (equals > 0 && term.substring(0, equals).equals("metadata.name")) {
                return term.substring(term.startsWith("=", equals + 1) ? equals + 2 : equals + 1);
            }
        }
        return "";
    }

    boolean ofResource() {
        return path.isEmpty();
    }

    /** The resource as rules name it: {@code deployments/scale}. */
    String combined() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    /** The same request with another verb, as in {@code impersonate-on:user-info:list}. */
    Attributes withVerb(String other) {
        return new Attributes(other, group, resource, subresource, namespace, name, path);
    }

    /** The refusal of this to somebody; with a reason, if permission could not be found out completely. */
    ApiException refusal(Caller caller, String reason) {
        String why = "User " + GoText.quote(caller.name()) + " cannot " + verb;
        if (!ofResource()) {
            why += " path " + GoText.quote(path);
        } else {
            why += " resource " + GoText.quote(combined()) + " in API group " + GoText.quote(group)
                    + (namespace.isEmpty() ? " at the cluster scope" : " in the namespace " + GoText.quote(namespace));
        }
        String shown = why.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return ApiException.forbidden(group, resource, name, reason.isEmpty() ? shown : shown + ": " + reason);
    }
}
