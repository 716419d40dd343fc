package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** Who may do what: the administrator everything, the plain user nothing but discovery, others nothing. */
record Access(String token, String userToken) {
    private static final List<String> OPEN = List.of("/livez", "/readyz", "/healthz", "/version");

    void check(Request request) throws ApiException {
        String header = request.header("authorization");
        String presented = header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : "";
        if (same(presented, token)) {
            return;
        }
        if (presented.isEmpty() || !same(presented, userToken)) {
            if (header.isEmpty() && OPEN.contains(request.path())) {
                return;
            }
            throw ApiException.unauthorized();
        }
        if (!discovery(request.path())) {
            throw refusal(request);
        }
    }

    private static boolean discovery(String path) {
        String[] part = path.split("/");
        int depth = part.length - 1;
        return depth < 1
                || OPEN.contains(path)
                || part[1].equals("openapi")
                || part[1].equals("api") && depth <= 2
                || part[1].equals("apis") && depth <= 3;
    }

    private static ApiException refusal(Request request) {
        String[] part = request.path().split("/");
        boolean core = part[1].equals("api");
        String group = core || part.length < 3 ? "" : part[2];
        int at = core ? 3 : 4;
        String scope = "at the cluster scope";
        if (part.length > at + 2 && part[at].equals("namespaces")) {
            scope = "in the namespace " + GoText.quote(part[at + 1]);
            at += 2;
        }
        String resource = part.length > at ? part[at] : "";
        String name = part.length > at + 1 ? part[at + 1] : "";
        String why = "User \"user\" cannot " + verb(request, name) + " resource " + GoText.quote(resource)
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
