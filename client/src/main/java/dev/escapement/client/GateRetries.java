package dev.escapement.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * What may be sent again without doing something twice.
 *
 * @param reads whether the request changes nothing
 * @param repeats whether its body can be sent again
 */
record GateRetries(boolean reads, boolean repeats) {
    /** How often a request is sent that the server refuses for its load; as client-go does. */
    static final int ATTEMPTS_REFUSED = 10;
    /** How often a read is sent that a server or something before it cannot answer just now. */
    static final int ATTEMPTS_UNAVAILABLE = 3;
    /** How often a read is sent whose connection breaks; a server that is gone is somebody else's to await. */
    static final int ATTEMPTS_BROKEN = 2;

    private static final Duration UNAVAILABLE = Duration.ofSeconds(1);
    private static final Duration BROKEN = Duration.ofMillis(100);

    /** Whether to send again what was refused: after a 429 always, as the server has done nothing, or what was not sent; after a 503 only a read. */
    boolean again(GateRefusal refusal, int attempts) {
        return repeats
                && (refusal.code() == 429 || refusal.code() == GateRefusal.NOT_SENT
                        ? attempts < ATTEMPTS_REFUSED
                        : reads && attempts < ATTEMPTS_UNAVAILABLE);
    }

    /** How long to wait before a request is sent again that was answered so; null if it is not to be sent again. */
    @Nullable
    Duration after(int code, int attempts) {
        return reads && repeats && (code == 503 || code == 504) && attempts < ATTEMPTS_UNAVAILABLE ? UNAVAILABLE : null;
    }

    /** How long to wait before a request is sent again that failed so; null if it is not to be sent again. */
    @Nullable
    Duration after(Throwable failure, int attempts) {
        return reads && repeats && isBroken(failure) && attempts < ATTEMPTS_BROKEN ? BROKEN : null;
    }

    /** A connection that was there and broke, as when a server closes one that was idle; neither one that could not be opened nor a time-out. */
    private static boolean isBroken(Throwable failure) {
        return switch (failure) {
            case ConnectException _, UnknownHostException _, HttpTimeoutException _, SSLException _ -> false;
            case IOException broken -> !(broken.getCause() instanceof UnresolvedAddressException);
            default -> false;
        };
    }
}
