package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Who sent a request, as authentication or impersonation found out.
 *
 * @param uid "" when there is none
 */
record Caller(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    static final String ANONYMOUS = "system:anonymous";
    static final String AUTHENTICATED = "system:authenticated";
    static final String UNAUTHENTICATED = "system:unauthenticated";
    private static final String MASTERS = "system:masters";

    /** Who sent the request that this thread answers. A request in process has nobody, and may do everything. */
    static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    Caller {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    static Caller current() {
        return CURRENT.orElse(administrator());
    }

    static Caller administrator() {
        return known("admin", List.of(MASTERS));
    }

    static Caller anonymous() {
        return new Caller(ANONYMOUS, "", List.of(UNAUTHENTICATED), Map.of());
    }

    /** Somebody with a token; the uid of those whom the server knows from its settings is their name. */
    static Caller known(String name, List<String> groups) {
        List<String> all = new ArrayList<>(groups);
        all.add(AUTHENTICATED);
        return new Caller(name, name, all, Map.of());
    }

    /** Whether nobody asks for this caller's rights. */
    boolean master() {
        return groups.contains(MASTERS);
    }

    /** The user of a SubjectAccessReview. */
    static Caller reviewed(JsonNode spec) {
        return new Caller(Json.text(spec, "user"), Json.text(spec, "uid"), texts(spec.path("groups")), Map.of());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    /** As a UserInfo of authentication.k8s.io. */
    ObjectNode json() {
        ObjectNode user = Trees.object().put("username", name);
        if (!uid.isEmpty()) {
            user.put("uid", uid);
        }
        if (!groups.isEmpty()) {
            groups.forEach(user.putArray("groups")::add);
        }
        if (!extra.isEmpty()) {
            ObjectNode more = user.putObject("extra");
            extra.forEach((key, values) -> values.forEach(more.withArray(key)::add));
        }
        return user;
    }
}
