package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** Whose a bearer token is: a user's whom the server knows from its settings, or a service account's. */
record Authentication(List<User> users, ServiceAccounts accounts) {
    /** For whom tokens are that name nobody: this server. */
    private static final List<String> OWN = List.of(ServiceAccounts.ISSUER);

    /** Somebody with a token of their own. */
    record User(String token, Caller caller) {
        static User of(String name, String token, List<String> groups) {
            return new User(token, Caller.known(name, groups));
        }
    }

    Authentication {
        users = List.copyOf(users);
    }

    ServiceAccounts.Verified verify(String token) throws ServiceAccounts.Refused {
        return verify(token, OWN);
    }

    /** @param audiences for whom the token may be; nobody in particular when empty */
    ServiceAccounts.Verified verify(String token, List<String> audiences) throws ServiceAccounts.Refused {
        List<String> wanted = audiences.isEmpty() ? OWN : audiences;
        if (wanted.containsAll(OWN)) {
            for (User user : users) {
                if (same(token, user.token)) {
                    return new ServiceAccounts.Verified(user.caller, OWN);
                }
            }
        }
        if (ServiceAccounts.concerns(token)) {
            return accounts.verify(token, wanted);
        }
        throw new ServiceAccounts.Refused("invalid bearer token");
    }

    private static boolean same(String presented, String expected) {
        return MessageDigest.isEqual(
                presented.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
