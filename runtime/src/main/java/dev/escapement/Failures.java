package dev.escapement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.escapement.client.ApiException;
import dev.escapement.client.UndecodableException;
import dev.escapement.client.UnreachableException;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What can be told from a failure, however deep the API server's answer is among its causes. */
final class Failures {
    private static final int DEEPEST = 10;

    private Failures() {}

    static Verdict verdict(Throwable failure) {
        for (var f : chain(failure)) {
            switch (f) {
                case FailedRun run -> {
                    return run.outcome.retryable() ? Verdict.RETRY : Verdict.TERMINAL;
                }
                case TerminalException _, UndecodableException _ -> {
                    return Verdict.TERMINAL;
                }
                case ApiException _, KubernetesClientException _ -> {
                    return ofAnswer(code(f), String.valueOf(f.getMessage()));
                }
                default -> {
                    // perhaps its cause says more
                }
            }
        }
        return Verdict.RETRY;
    }

    private static Verdict ofAnswer(int code, String message) {
        return switch (code) {
            case 409 -> Verdict.REFRESH;
            case 403 -> message.contains("exceeded quota") ? Verdict.RETRY : Verdict.TERMINAL;
            case 400, 405, 406, 413, 415, 422 -> Verdict.TERMINAL;
            default -> Verdict.RETRY;
        };
    }

    /** The status of the API server's answer; 0 if there was none. */
    static int status(Throwable failure) {
        for (var f : chain(failure)) {
            if (code(f) != 0) {
                return code(f);
            }
        }
        return 0;
    }

    private static int code(Throwable failure) {
        return switch (failure) {
            case ApiException api -> api.code();
            case KubernetesClientException typed -> typed.getCode();
            default -> 0;
        };
    }

    /** How long the API server asks to wait; zero if it does not. */
    static Duration retryAfter(Throwable failure) {
        for (var f : chain(failure)) {
            if (f instanceof ApiException api && api.retryAfter().isPresent()) {
                return api.retryAfter().get();
            }
            if (f instanceof KubernetesClientException typed
                    && typed.getStatus() != null
                    && typed.getStatus().getDetails() != null
                    && typed.getStatus().getDetails().getRetryAfterSeconds() != null) {
                return Duration.ofSeconds(typed.getStatus().getDetails().getRetryAfterSeconds());
            }
        }
        return Duration.ZERO;
    }

    /**
     * Whether it is the cluster's trouble rather than the object's: no answer, too much load, an error of the server's. It concerns
     * all objects alike, so it is not told for each.
     */
    static boolean isClusters(Throwable failure) {
        int status = status(failure);
        return status >= 500
                || status == 429
                || chain(failure).stream().anyMatch(UnreachableException.class::isInstance);
    }

    static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static List<Throwable> chain(Throwable failure) {
        var chain = new ArrayList<Throwable>(2);
        for (var f = failure; f != null && chain.size() < DEEPEST; f = f.getCause()) {
            chain.add(f);
        }
        return chain;
    }
}
