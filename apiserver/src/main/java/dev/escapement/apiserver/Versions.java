package dev.escapement.apiserver;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Reads the resourceVersion parameters of a request. */
final class Versions {
    private Versions() {}

    /** The resourceVersion asked for; 0 when it is unset or "0", which here mean the same: everything is in memory. */
    static long wanted(Request request) throws ApiException {
        return wanted(request, "");
    }

    /** The same for a list, whose refusal has other words. */
    static long listed(Request request) throws ApiException {
        return wanted(request, "invalid resource version: ");
    }

    private static long wanted(Request request, String words) throws ApiException {
        String text = request.parameter("resourceVersion");
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            Cause cause = Cause.invalid(
                    "resourceVersion", text, "strconv.ParseUint: parsing " + GoText.quote(text) + ": invalid syntax");
            throw words.isEmpty()
                    ? ApiException.unclassified(cause.text())
                    : ApiException.badRequest(words + cause.text());
        }
    }

    /** Refuses a version that has not been reached. */
    static void reached(long wanted, long current) throws ApiException {
        if (wanted > current) {
            throw ApiException.tooLargeResourceVersion(wanted, current);
        }
    }

    /** Refuses combinations of list and watch parameters that the real server refuses. */
    static void check(Request request, boolean watch) throws ApiException {
        String version = request.parameter("resourceVersion");
        String match = request.parameter("resourceVersionMatch");
        Cause cause = null;
        if (watch) {
            List<Cause> causes = checkWatch(request, match);
            if (!causes.isEmpty()) {
                throw ApiException.invalid("meta.k8s.io", "ListOptions", "", causes);
            }
        } else if (request.has("sendInitialEvents")) {
            cause = Cause.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        } else if (!match.isEmpty()) {
            cause = checkMatch(request, version, match);
        } else if (request.has("continue") && !version.isEmpty() && !version.equals("0")) {
            throw ApiException.badRequest("specifying resource version is not allowed when using continue");
        }
        if (cause != null) {
            throw ApiException.invalid("meta.k8s.io", "ListOptions", "", List.of(cause));
        }
    }

    private static @Nullable Cause checkMatch(Request request, String version, String match) {
        String field = "resourceVersionMatch";
        if (version.isEmpty()) {
            return Cause.forbidden(field, "resourceVersionMatch is forbidden unless resourceVersion is provided");
        }
        if (!request.parameter("continue").isEmpty()) {
            return Cause.forbidden(field, "resourceVersionMatch is forbidden when continue is provided");
        }
        if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
            return Cause.notSupported(field, match, List.of("Exact", "NotOlderThan", ""));
        }
        if (match.equals("Exact") && version.equals("0")) {
            return Cause.forbidden(field, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
        return null;
    }

    private static List<Cause> checkWatch(Request request, String match) {
        boolean initial = request.has("sendInitialEvents");
        String field = "resourceVersionMatch";
        if (!match.isEmpty() && !initial) {
            return List.of(Cause.forbidden(
                    field, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        if (!initial || match.equals("NotOlderThan")) {
            return List.of();
        }
        Cause required =
                Cause.forbidden(field, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        return match.isEmpty()
                ? List.of(required)
                : List.of(required, Cause.notSupported(field, match, List.of("NotOlderThan")));
    }
}
