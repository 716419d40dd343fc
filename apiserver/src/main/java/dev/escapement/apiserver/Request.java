package dev.escapement.apiserver;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One request to an {@link ApiServer}, however it came.
 *
 * @param method the HTTP method, in upper case
 * @param path the decoded path, without the query
 * @param query the decoded query parameters
 * @param headers the headers, their names in lower case
 * @param body the body; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // requests are not compared, and copying bodies would cost
public record Request(
        String method, String path, Map<String, List<String>> query, Map<String, String> headers, byte[] body) {
    private static final byte[] NOTHING = {};

    /** A request from a method and a path that may have a query: {@code "/api/v1/pods?watch=true"}. */
    public static Request of(String method, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return new Request(method, decode(path.replace("+", "%2B")), parameters(query), Map.of(), NOTHING);
    }

    /** The same request with one more header. */
    public Request header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new Request(method, path, query, more, body);
    }

    /** The same request with a body. */
    public Request body(String contentType, byte[] bytes) {
        return new Request(method, path, query, headers, bytes).header("content-type", contentType);
    }

    /** A header, or "" when it is absent. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The first value of a query parameter, or "" when it is absent. */
    String parameter(String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    boolean has(String name) {
        return query.containsKey(name);
    }

    /** A boolean parameter as the API server reads it: present and neither "0" nor "false". */
    boolean flag(String name) {
        if (!query.containsKey(name)) {
            return false;
        }
        String value = parameter(name).toLowerCase(Locale.ROOT);
        return !value.equals("0") && !value.equals("false");
    }

    /** Decodes {@code a=b&c=d}. */
    static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String part : query.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decode(part.substring(equals + 1));
            parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return parameters;
    }

    /** The path in its parts: {@code /apis/apps/v1} has three, {@code /} none. */
    List<String> segments() {
        String inner = path.startsWith("/") ? path.substring(1) : path;
        return inner.isEmpty() ? List.of() : List.of(inner.split("/", -1));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
