package dev.escapement.client;

import java.io.IOException;
import java.time.Duration;

import io.fabric8.kubernetes.client.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer that it has too much to do, or that its connection has no room for one more request.
 *
 * @param code 429, or 503 with a Retry-After; {@link #NOT_SENT} if the request did not get as far as the server
 * @param retryAfter how long to send nothing; 1 s if the server does not say, 60 s at most
 * @param flowSchema the UID of the flow schema, empty without priority and fairness
 * @param priorityLevel the UID of the priority level, empty without priority and fairness
 */
record GateRefusal(int code, Duration retryAfter, String flowSchema, String priorityLevel) {
    /** In place of a status: nothing was sent. */
    static final int NOT_SENT = 0;

    /** A few answers later there is room. */
    private static final GateRefusal FULL = new GateRefusal(NOT_SENT, Duration.ofMillis(20), "", "");

    private static final Duration UNSAID = Duration.ofSeconds(1);
    /** What asks for more is no API server, and would stop an operator for good. */
    private static final long LONGEST_SECONDS = 60;

    /** The refusal in an answer; null if it is none. */
    static @Nullable GateRefusal of(HttpResponse<?> response) {
        int code = response.code();
        @Nullable String asked = code == 429 || code == 503 ? header(response, "Retry-After") : null;
        if (code != 429 && asked == null) {
            return null;
        }
        @Nullable String schema = header(response, "X-Kubernetes-PF-FlowSchema-UID");
        @Nullable String level = header(response, "X-Kubernetes-PF-PriorityLevel-UID");
        return new GateRefusal(code, wait(asked), schema == null ? "" : schema, level == null ? "" : level);
    }

    /**
     * The refusal in a failure; null if it is none. A server says how many streams it takes on a connection of HTTP/2 (a
     * kube-apiserver 100, for all its clients' sake), and the JDK's client neither tells how many nor waits, nor opens another one.
     */
    static @Nullable GateRefusal of(Throwable failure) {
        return failure instanceof IOException && "too many concurrent streams".equals(failure.getMessage())
                ? FULL
                : null;
    }

    private static @Nullable String header(HttpResponse<?> response, String name) {
        return response.header(name);
    }

    private static Duration wait(@Nullable String seconds) {
        try {
            return seconds == null
                    ? UNSAID
                    : Duration.ofSeconds(Math.clamp(Long.parseLong(seconds.strip()), 0, LONGEST_SECONDS));
        } catch (NumberFormatException e) {
            return UNSAID; // the form with a date, which Kubernetes does not use
        }
    }
}
