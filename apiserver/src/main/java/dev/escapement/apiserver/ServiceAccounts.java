package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of service accounts: JSON web tokens with the claims of the real server's, signed with a key that follows from the
 * administrator's token. So they outlive a restart if that does, and only this server can check them.
 */
final class ServiceAccounts {
    static final String STORAGE = "serviceaccounts";
    static final String ISSUER = "https://kubernetes.default.svc";
    private static final String USER = "system:serviceaccount:";
    private static final String CLAIMS = "kubernetes.io";
    private static final String EXTRA = "authentication.kubernetes.io/";
    private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    /** A token that is none, or none any more; the message says why, as the real server's. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    record Name(String namespace, String name) {}

    /** What a token is bound to besides its account: it ends with that object. */
    record Bound(String kind, Stored object) {}

    /** Whose a token is, and for whom. */
    record Verified(Caller caller, List<String> audiences) {}

    private final Store store;
    private final InstantSource clock;
    private final Uids uids;
    private final SecretKeySpec key;

    ServiceAccounts(Store store, InstantSource clock, Uids uids, String secret) {
        this.store = store;
        this.clock = clock;
        this.uids = uids;
        var master = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        key = new SecretKeySpec(sign(master, "tokens of service accounts"), "HmacSHA256");
    }

    static String user(String namespace, String name) {
        return USER + namespace + ":" + name;
    }

    static List<String> groups(String namespace) {
        return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
    }

    /** The account that a user name stands for, or null when it is none's. */
    static @Nullable Name named(String user) {
        if (!user.startsWith(USER)) {
            return null;
        }
        String[] part = user.substring(USER.length()).split(":", -1);
        boolean valid = part.length == 2
                && NameRules.label(part[0]).isEmpty()
                && NameRules.subdomain(part[1]).isEmpty();
        return valid ? new Name(part[0], part[1]) : null;
    }

    String issue(Stored account, List<String> audiences, Instant expires, @Nullable Bound bound) {
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = Trees.object();
        audiences.forEach(claims.putArray("aud")::add);
        claims.put("exp", expires.getEpochSecond()).put("iat", now).put("iss", ISSUER);
        claims.put("jti", uids.next().toString());
        ObjectNode own = claims.putObject(CLAIMS).put("namespace", account.namespace());
        if (bound != null) {
            reference(own, bound.kind, bound.object);
        }
        reference(own, "serviceaccount", account);
        claims.put("nbf", now).put("sub", user(account.namespace(), account.name()));
        String content = HEADER + "." + encode(Trees.bytes(claims));
        return content + "." + encode(sign(key, content));
    }

    private static void reference(ObjectNode claims, String field, Stored object) {
        claims.putObject(field).put("name", object.name()).put("uid", object.uid());
    }

    /** Whether this server may have made the token. */
    static boolean concerns(String token) {
        return token.startsWith(HEADER + ".");
    }

    /** @param audiences for whom the token may be */
    Verified verify(String token, List<String> audiences) throws Refused {
        int dot = token.lastIndexOf('.');
        byte[] signature = decode(token.substring(dot + 1));
        if (dot <= HEADER.length() || !MessageDigest.isEqual(signature, sign(key, token.substring(0, dot)))) {
            throw new Refused("invalid bearer token");
        }
        JsonNode claims = claims(decode(token.substring(HEADER.length() + 1, dot)));
        List<String> intended =
                claims.path("aud").valueStream().map(JsonNode::asText).toList();
        List<String> common = audiences.stream().filter(intended::contains).toList();
        if (common.isEmpty()) {
            throw new Refused("[invalid bearer token, token audiences " + GoText.quoted(intended)
                    + " is invalid for the target audiences " + GoText.quoted(audiences) + "]");
        }
        if (!clock.instant().isBefore(Instant.ofEpochSecond(claims.path("exp").asLong()))) {
            throw new Refused("[invalid bearer token, service account token has expired]");
        }
        return new Verified(caller(claims), common);
    }

    private Caller caller(JsonNode claims) throws Refused {
        JsonNode own = claims.path(CLAIMS);
        String namespace = Json.text(own, "namespace");
        JsonNode account = own.path("serviceaccount");
        present(STORAGE, namespace, account);
        List<String> groups = new ArrayList<>(groups(namespace));
        groups.add(Caller.AUTHENTICATED);
        Map<String, List<String>> extra = new java.util.TreeMap<>();
        extra.put(EXTRA + "credential-id", List.of("JTI=" + Json.text(claims, "jti")));
        for (String kind : List.of("pod", "secret", "node")) {
            JsonNode bound = own.path(kind);
            if (bound.isObject()) {
                present(kind + "s", kind.equals("node") ? "" : namespace, bound);
                if (!kind.equals("secret")) {
                    extra.put(EXTRA + kind + "-name", List.of(Json.text(bound, "name")));
                    extra.put(EXTRA + kind + "-uid", List.of(Json.text(bound, "uid")));
                }
            }
        }
        return new Caller(user(namespace, Json.text(account, "name")), Json.text(account, "uid"), groups, extra);
    }

    /** A token ends with the objects that it was made for. */
    private void present(String storage, String namespace, JsonNode reference) throws Refused {
        Stored stored = store.find(storage, Stored.path(namespace, Json.text(reference, "name")));
        if (stored == null || !stored.uid().equals(Json.text(reference, "uid"))) {
            throw new Refused("[invalid bearer token, service account token has been invalidated]");
        }
    }

    private static JsonNode claims(byte[] bytes) throws Refused {
        try {
            return Trees.parse(bytes);
        } catch (JsonProcessingException e) {
            throw new Refused("invalid bearer token");
        }
    }

    private static byte[] sign(SecretKeySpec key, String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) throws Refused {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refused("invalid bearer token");
        }
    }
}
