package dev.escapement.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** The API server's answer that a request failed: a {@code Status} of failure, or any other answer that is no success. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final ObjectMapper STATUS = new ObjectMapper();
    private static final int LONGEST_TEXT = 300;

    /** The HTTP status. */
    private final int code;
    /** The machine-readable reason. */
    private final String reason;
    /** What the server asked for, or null. */
    private final @Nullable Duration retryAfter;

    private ApiException(int code, String reason, String message, @Nullable Duration retryAfter) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /**
     * Makes the exception for an answer.
     *
     * @param request what was asked, for the message
     * @param code the HTTP status
     * @param body the answer
     * @param retryAfter the header of that name, in seconds
     */
    static ApiException of(String request, int code, byte[] body, @Nullable String retryAfter) {
        JsonNode status = null;
        try {
            status = STATUS.readTree(body);
        } catch (IOException e) {
            // not every proxy answers in JSON; its text is shown instead
        }
        if (status == null || !status.path("kind").asText().equals("Status")) {
            var text = new String(body, StandardCharsets.UTF_8).strip();
            var shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
            return new ApiException(code, "", request + ": HTTP " + code + " " + shown, seconds(retryAfter));
        }
        int actual = status.path("code").asInt(code);
        var reason = status.path("reason").asText();
        var message = status.path("message").asText();
        var details = status.path("details").path("retryAfterSeconds");
        var text = request + ": " + message + " (HTTP " + actual + (reason.isEmpty() ? "" : " " + reason) + ")"
                + advice(actual);
        return new ApiException(
                actual, reason, text, details.isNumber() ? Duration.ofSeconds(details.asLong()) : seconds(retryAfter));
    }

    private static String advice(int code) {
        return code == 401
                ? "; the credentials are missing, wrong or expired: renew them, or choose others with --kubeconfig or --context"
                : "";
    }

    private static @Nullable Duration seconds(@Nullable String header) {
        try {
            return header == null ? null : Duration.ofSeconds(Long.parseLong(header.strip()));
        } catch (NumberFormatException e) {
            return null; // the form with a date, which Kubernetes does not use
        }
    }

    /** The HTTP status, such as 404. */
    public int code() {
        return code;
    }

    /** The machine-readable reason, such as {@code NotFound}; empty if there was none. */
    public String reason() {
        return reason;
    }

    /** How long the server asks to wait before the request is sent again. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** 404: there is no such object, or no such kind. */
    public boolean isNotFound() {
        return code == 404;
    }

    /** 409: somebody else was faster, or the object exists already. */
    public boolean isConflict() {
        return code == 409;
    }

    /** 410: the resourceVersion is too old; list again. */
    public boolean isGone() {
        return code == 410;
    }
}
