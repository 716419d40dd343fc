package dev.escapement.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

import com.sun.net.httpserver.HttpExchange;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Those who bring a bearer token that the API server knows, and whom it allows to {@code get} or {@code update} the resource {@code
 * operators/console} of the group {@code escapement.dev}. What it says is remembered for 30 s, a no for 5 s.
 */
final class TokenAccess implements Access {
    private static final Duration YES = Duration.ofSeconds(30);
    private static final Duration NO = Duration.ofSeconds(5);
    private static final int REMEMBERED = 512;
    /** How many questions are asked at a time: tokens that are nobody's must not keep the operator's own requests waiting. */
    private static final int QUESTIONS = 4;

    private final Reviews reviews;
    private final Clock clock;
    private final Semaphore questions = new Semaphore(QUESTIONS);
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What the API server has said. */
    private record Known(Reviews.User user, boolean allowed, long until) {}

    TokenAccess(Reviews reviews, Clock clock) {
        this.reviews = reviews;
        this.clock = clock;
    }

    @Override
    public boolean asksForToken() {
        return true;
    }

    @Override
    public String check(HttpExchange exchange, Wish wish) {
        var header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"escapement\"");
            throw new Refusal(
                    401, "say who you are: Authorization: Bearer TOKEN (kubectl create token NAME makes one)");
        }
        var verb = wish == Wish.SEE ? "get" : "update";
        var answer = ask(header.substring(7).strip(), verb);
        if (answer.user.name().isEmpty()) {
            exchange.getResponseHeaders()
                    .set("WWW-Authenticate", "Bearer realm=\"escapement\", error=\"invalid_token\"");
            throw new Refusal(401, "the API server does not know this token, or it is no longer valid");
        }
        if (!answer.allowed) {
            throw new Refusal(
                    403,
                    answer.user.name() + " may not " + verb + " " + Reviews.RESOURCE + "/" + Reviews.SUBRESOURCE
                            + " in " + Reviews.GROUP + ": ask for a Role with that");
        }
        return answer.user.name();
    }

    private Known ask(String token, String verb) {
        var digest = verb + " " + digest(token);
        var remembered = remembered(digest);
        if (remembered != null) {
            return remembered;
        }
        if (!questions.tryAcquire()) {
            throw new Refusal(503, "too many people say who they are at once; try again");
        }
        try {
            var user = token.isEmpty() ? Reviews.User.NOBODY : reviews.user(token);
            boolean allowed = !user.name().isEmpty() && reviews.may(user, verb);
            var answer = new Known(user, allowed, Clock.after(clock.nanos(), allowed ? YES : NO));
            remember(digest, answer);
            return answer;
        } catch (KubernetesClientException e) {
            throw new Refusal(503, "the API server cannot be asked who you are: " + e.getMessage());
        } finally {
            questions.release();
        }
    }

    private @Nullable Known remembered(String digest) {
        lock.lock();
        try {
            var answer = known.get(digest);
            return answer != null && answer.until > clock.nanos() ? answer : null;
        } finally {
            lock.unlock();
        }
    }

    private void remember(String digest, Known answer) {
        lock.lock();
        try {
            known.putLast(digest, answer);
        } finally {
            lock.unlock();
        }
    }

    /** Tokens themselves are not kept. */
    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
