package dev.escapement.apiserver;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Acting as somebody else: the Impersonate headers that {@code kubectl --as} sends, for those who have the verb {@code
 * impersonate}. The constrained impersonation of KEP-5284 is not served; its refusal is worded as there.
 */
record Impersonation(Rbac rbac) {
    private static final String VERB = "impersonate";
    private static final String PREFIX = "impersonate-";
    private static final String EXTRA = "impersonate-extra-";
    private static final String REVIEWS = "authentication.k8s.io";

    /** Stands between the values of a header that came several times: a value itself may have commas, but no such. */
    static final String SEPARATOR = "\n";

    static boolean concerns(String header) {
        return header.startsWith(PREFIX);
    }

    /** Who the caller wants to be: themself, unless the request has such headers. */
    Caller apply(Caller caller, Request request) throws ApiException {
        String name = request.header("impersonate-user");
        String uid = request.header("impersonate-uid");
        List<String> groups = values(request.headers().get("impersonate-group"));
        Map<String, List<String>> extra = new TreeMap<>();
        request.headers().forEach((header, value) -> {
            if (header.startsWith(EXTRA)) {
                String key =
                        URLDecoder.decode(header.substring(EXTRA.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
                extra.put(key, values(value));
            }
        });
        Caller wanted = new Caller(name, uid, groups, extra);
        if (name.isEmpty()) {
            if (uid.isEmpty() && groups.isEmpty() && extra.isEmpty()) {
                return caller;
            }
            throw ApiException.badRequest("requested " + shown(wanted) + " without impersonating a user name");
        }
        allow(caller, wanted, Attributes.of(request));
        return complete(wanted);
    }

    private static List<String> values(@Nullable String header) {
        return header == null ? List.of() : List.of(header.split(SEPARATOR, -1));
    }

    private void allow(Caller caller, Caller wanted, Attributes request) throws ApiException {
        ServiceAccounts.Name account = ServiceAccounts.named(wanted.name());
        Attributes user = account == null
                ? attribute("", "users", "", wanted.name())
                : new Attributes(VERB, "", "serviceaccounts", "", account.namespace(), account.name(), "");
        if (!rbac.decide(caller, user).allowed()) {
            boolean node = wanted.name().startsWith("system:node:");
            String mode = account != null ? "serviceaccount" : node ? "arbitrary-node" : "user-info";
            Attributes constrained = request.withVerb("impersonate-on:" + mode + ":" + request.verb());
            throw constrained.refusal(caller, rbac.decide(caller, constrained).reason());
        }
        if (!wanted.uid().isEmpty()) {
            require(caller, attribute(REVIEWS, "uids", "", wanted.uid()));
        }
        for (String group : wanted.groups()) {
            require(caller, attribute("", "groups", "", group));
        }
        for (var extra : wanted.extra().entrySet()) {
            for (String value : extra.getValue()) {
                require(caller, attribute(REVIEWS, "userextras", extra.getKey(), value));
            }
        }
    }

    private static Attributes attribute(String group, String resource, String subresource, String name) {
        return new Attributes(VERB, group, resource, subresource, "", name, "");
    }

    private void require(Caller caller, Attributes wanted) throws ApiException {
        Rbac.Decision decision = rbac.decide(caller, wanted);
        if (!decision.allowed()) {
            throw wanted.refusal(caller, decision.reason());
        }
    }

    /** Adds the groups that everybody is in. */
    private static Caller complete(Caller wanted) {
        ServiceAccounts.Name account = ServiceAccounts.named(wanted.name());
        List<String> groups = new ArrayList<>(wanted.groups());
        if (groups.isEmpty() && account != null) {
            groups.addAll(ServiceAccounts.groups(account.namespace()));
        }
        String everybody = wanted.name().equals(Caller.ANONYMOUS) ? Caller.UNAUTHENTICATED : Caller.AUTHENTICATED;
        if (!groups.contains(everybody) && !groups.contains(Caller.UNAUTHENTICATED)) {
            groups.add(everybody);
        }
        return new Caller(wanted.name(), wanted.uid(), groups, wanted.extra());
    }

    /** As Go shows the struct. */
    private static String shown(Caller wanted) {
        String extra = wanted.extra().isEmpty()
                ? "map[string][]string(nil)"
                : new TreeMap<>(wanted.extra())
                        .entrySet().stream()
                                .map(entry -> GoText.quote(entry.getKey()) + ":" + shown(entry.getValue()))
                                .collect(Collectors.joining(", ", "map[string][]string{", "}"));
        return "&user.DefaultInfo{Name:\"\", UID:" + GoText.quote(wanted.uid()) + ", Groups:" + shown(wanted.groups())
                + ", Extra:" + extra + "}";
    }

    private static String shown(List<String> texts) {
        return texts.isEmpty()
                ? "[]string(nil)"
                : texts.stream().map(GoText::quote).collect(Collectors.joining(", ", "[]string{", "}"));
    }
}
