package dev.escapement.testcluster.differential;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request of a script. Its path and body may have placeholders, which each server's {@link Session} fills in.
 *
 * @param headers headers by their names
 * @param body the body, "" for none
 * @param sort what is done with the answer
 */
record Step(String method, String path, Map<String, String> headers, String body, Sort sort) {
    /** What is done with the answer. */
    enum Sort {
        /** It is compared at once. */
        CALL,
        /** Only its status is compared: others act on the object at the same time. */
        SENT,
        /** It is a stream that is read until {@link Session#LAST} shows up, and compared at the end of the script. */
        WATCH,
        /** It is asked for until both servers answer the same: others act on the objects too. */
        SETTLE,
        /** It is asked for until both servers answer 404. */
        GONE
    }

    static Step of(String method, String path) {
        return new Step(method, path, Map.of(), "", Sort.CALL);
    }

    Step header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Step(method, path, more, body, sort);
    }

    Step body(String type, String text) {
        return new Step(method, path, headers, text, sort).header("Content-Type", type);
    }

    Step json(String text) {
        return body("application/json", text);
    }

    Step as(Sort other) {
        return new Step(method, path, headers, body, other);
    }

    /** The same request with one more query parameter, which has to be encoded already. */
    Step query(String parameter) {
        return new Step(method, path + (path.contains("?") ? "&" : "?") + parameter, headers, body, sort);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(sort == Sort.CALL ? "" : sort + " ").append(method + " " + path);
        headers.forEach((name, value) -> text.append("  ").append(name + ": " + value));
        return body.isEmpty()
                ? text.toString()
                : text.append("\n    ").append(shortened(body)).toString();
    }

    private static String shortened(String text) {
        return text.length() < 3000 ? text : text.substring(0, 3000) + "... (" + text.length() + " characters)";
    }
}
