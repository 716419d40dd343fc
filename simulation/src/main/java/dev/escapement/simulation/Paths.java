package dev.escapement.simulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.escapement.apiserver.Request;

/** What requests and the bodies of answers are about, read off them in a hurry. */
final class Paths {
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");
    private static final Pattern KIND = Pattern.compile("\"kind\":\"([^\"]+)\"");
    private static final Pattern TYPE = Pattern.compile("\"type\":\"([A-Z]+)\"");
    private static final Pattern VERSION = Pattern.compile("\"resourceVersion\":\"(\\d+)\"");
    /** What operators write beside their work. */
    private static final Set<String> ASIDE = Set.of("events", "leases", "deadletters", "customresourcedefinitions");

    /** What namespaces have beside themselves, which looks like a resource within one. */
    private static final Set<String> OF_NAMESPACES = Set.of("status", "finalize");

    private Paths() {}

    static boolean isWrite(Request request) {
        return !READS.contains(request.method());
    }

    static boolean isAside(Request write) {
        var collection = collection(write);
        return ASIDE.contains(collection.substring(collection.lastIndexOf('/') + 1));
    }

    /** The path of the collection that a write is to. */
    static String collection(Request write) {
        var parts = List.of(write.path().split("/", -1)); // the first one is empty
        int resource = parts.get(1).equals("api") ? 3 : 4;
        if (parts.size() > resource + 2
                && parts.get(resource).equals("namespaces")
                && !(resource == 3 && OF_NAMESPACES.contains(parts.get(5)))) {
            resource += 2;
        }
        return String.join("/", parts.subList(0, Math.min(resource + 1, parts.size())));
    }

    /** Method, path, and what else says what is meant. */
    static String describe(Request request) {
        var text = new StringBuilder(request.method()).append(' ').append(request.path());
        for (var parameter : List.of("watch", "resourceVersion", "labelSelector", "fieldSelector", "continue")) {
            var values = request.query().get(parameter);
            if (values != null) {
                text.append(text.indexOf("?") < 0 ? '?' : '&')
                        .append(parameter)
                        .append('=')
                        .append(values.getFirst());
            }
        }
        return text.toString();
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    static boolean isBookmark(byte[] chunk) {
        return text(chunk).startsWith("{\"type\":\"BOOKMARK\"");
    }

    /** An event of a watch in a few words. */
    static String event(byte[] chunk) {
        var text = text(chunk);
        return first(TYPE, text) + " " + first(KIND, text) + " " + first(NAME, text) + " at version "
                + first(VERSION, text);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
