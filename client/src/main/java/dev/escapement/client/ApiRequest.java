package dev.escapement.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A request to the API server.
 *
 * @param method the HTTP method
 * @param path the path, without the server
 * @param query the query parameters, not encoded
 * @param contentType of the body; null without one
 * @param body the body; null without one
 * @param accept the form in which the answer is wanted
 */
@SuppressWarnings("ArrayRecordComponent") // requests are sent, not compared
public record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        @Nullable String contentType,
        byte @Nullable [] body,
        String accept) {
    private static final String JSON = "application/json";

    /** A request without a body. */
    public static ApiRequest of(String method, String path) {
        return new ApiRequest(method, path, Map.of(), null, null, JSON);
    }

    /** The same with a body. */
    public ApiRequest body(String type, byte[] content) {
        return new ApiRequest(method, path, query, type, content, accept);
    }

    /** The same, wanting the answer in another form. */
    public ApiRequest accept(String form) {
        return new ApiRequest(method, path, query, contentType, body, form);
    }

    /** The same with a query parameter; an empty value leaves it out. */
    public ApiRequest with(String parameter, String value) {
        if (value.isEmpty()) {
            return this;
        }
        var more = new LinkedHashMap<>(query);
        more.put(parameter, value);
        return new ApiRequest(method, path, more, contentType, body, accept);
    }

    String target() {
        return query.isEmpty()
                ? path
                : path + "?"
                        + query.entrySet().stream()
                                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"));
    }

    /** For messages: the method and path. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
