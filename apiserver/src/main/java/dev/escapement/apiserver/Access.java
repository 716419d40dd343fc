package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** Who may do what: the administrator everything, the plain user nothing but discovery, others nothing. */
record Access(Tokens tokens) {
    private static final List<String> OPEN = List.of("/livez", "/readyz", "/healthz", "/version");

    void check(Request request) throws ApiException {
        String header = request.header("authorization");
        String presented = header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : "";
        if (same(presented, tokens.admin())) {
            return;
        }
        if (presented.isEmpty() || !same(presented, tokens.user())) {
            if (header.isEmpty() && OPEN.contains(request.path())) {
                return;
            }
            throw ApiException.unauthorized();
        }
        if (!discovery(request)) {
            throw refusal(request);
        }
    }

    private static boolean discovery(Request request) {
        List<String> part = request.segments();
        if (part.isEmpty() || OPEN.contains(request.path())) {
            return true;
        }
        return switch (part.getFirst()) {
            case "openapi" -> true;
            case "api" -> part.size() <= 2;
            case "apis" -> part.size() <= 3;
            default -> false;
        };
    }

    private static ApiException refusal(Request request) {
        List<String> part = request.segments();
        boolean core = part.getFirst().equals("api");
        String group = core || part.size() < 2 ? "" : part.get(1);
        int at = core ? 2 : 3;
        String scope = "at the cluster scope";
        if (part.size() > at + 2 && part.get(at).equals("namespaces")) {
            scope = "in the namespace " + GoText.quote(part.get(at + 1));
            at += 2;
        }
        String resource = part.size() > at ? part.get(at) : "";
        String name = part.size() > at + 1 ? part.get(at + 1) : "";
        String subresource = part.size() > at + 2 ? "/" + part.get(at + 2) : "";
        String why = "User \"user\" cannot " + verb(request, name) + " resource " + GoText.quote(resource + subresource)
                + " in API group " + GoText.quote(group) + " " + scope;
        return ApiException.forbidden(group, resource, name, why);
    }

    private static String verb(Request request, String name) {
        return switch (request.method()) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> request.flag("watch") ? "watch" : name.isEmpty() ? "list" : "get";
        };
    }

    private static boolean same(String presented, String expected) {
        return MessageDigest.isEqual(
                presented.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
