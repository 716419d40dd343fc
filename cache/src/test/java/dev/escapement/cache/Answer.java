package dev.escapement.cache;

import java.nio.charset.StandardCharsets;

/**
 * What a {@link Wire} answers.
 *
 * @param code the HTTP status
 * @param retryAfter the header of that name; empty for none
 * @param body the body, which may go on
 * @param never whether no answer comes at all
 */
record Answer(int code, String retryAfter, Body body, boolean never) {
    static Answer of(int code, String text) {
        return of(code, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(int code, byte[] bytes) {
        var body = new Body();
        body.send(bytes);
        body.end();
        return new Answer(code, "", body, false);
    }

    /** A refusal as a Kubernetes API server words it. */
    static Answer refusal(int code, String reason) {
        return of(
                code,
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"no\",\"reason\":\"%s\",\"code\":%d}"
                        .formatted(reason, code));
    }

    /** A body that the caller goes on sending. */
    static Answer streaming(Body body) {
        return new Answer(200, "", body, false);
    }

    static Answer nothing() {
        return new Answer(0, "", new Body(), true);
    }

    Answer retryAfter(int seconds) {
        return new Answer(code, Integer.toString(seconds), body, never);
    }
}
