package dev.escapement.client;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.escapement.client.FakeTransport.Reply;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.InputStreamBodyContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.escapement.client.FakeTransport.request;
import static org.assertj.core.api.Assertions.assertThat;

/** What is sent again, how often, and what never is. */
class GateRetriesTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Gate gate = Gate.of(GateLimits.pinned(4, 4), clock, 1);
    private final List<HttpRequest> sent = new ArrayList<>();

    private CompletableFuture<HttpResponse<byte[]>> run(HttpRequest request, CompletableFuture<Reply> always) {
        var transport = new FakeTransport(attempt -> {
            sent.add(attempt);
            return always;
        });
        var answer = gate.around(transport).sendAsync(request, byte[].class);
        while (clock.step()) {
            // until nothing is left to be done
        }
        assertThat(gate.state().reads().inFlight() + gate.state().writes().inFlight())
                .isZero();
        assertThat(answer).isDone();
        return answer;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 429, 1, 10", "POST, 429, 1, 10", "PATCH, 429, 1, 10", "PUT, 429, 1, 10", "DELETE, 429, 1, 10",
        "GET, 503, 1, 3", "GET, 503, , 3", "GET, 504, , 3", "GET, 500, , 1", "GET, 404, , 1",
        "POST, 503, 1, 1", "PUT, 503, , 1", "PATCH, 504, , 1", "DELETE, 503, 1, 1", "POST, 500, , 1",
    })
    void answers(String method, int code, Integer retryAfter, int attempts) {
        var reply = retryAfter == null ? new Reply(code, Map.of()) : Reply.refusal(code, retryAfter);
        var answer = run(request(method, "/api/v1/pods"), CompletableFuture.completedFuture(reply));
        assertThat(answer.join().code()).isEqualTo(code);
        assertThat(sent).hasSize(attempts);
    }

    @Test
    void aReadWhoseConnectionBrokeIsSentOnceMoreSoon() {
        var answer = run(request("GET", "/api/v1/pods"), CompletableFuture.failedFuture(new IOException("reset")));
        assertThat(answer).isCompletedExceptionally();
        assertThat(sent).hasSize(2);
        assertThat(clock.nanos()).isBetween(100_000_000L, 120_000_000L);
    }

    @Test
    void aWriteWhoseConnectionBrokeIsNot() {
        run(request("PATCH", "/api/v1/pods"), CompletableFuture.failedFuture(new IOException("reset")));
        assertThat(sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PATCH"})
    void whatTheConnectionHadNoRoomForIsSentAgainSoonWhateverItIs(String method) {
        var full = new IOException("too many concurrent streams");
        var answer = run(request(method, "/api/v1/pods"), CompletableFuture.failedFuture(full));
        assertThat(answer).isCompletedExceptionally();
        assertThat(sent).hasSize(10);
        assertThat(clock.nanos()).isBetween(180_000_000L, 240_000_000L);
    }

    @Test
    void aServerThatIsGoneOrSlowIsNotAskedAgain() {
        var get = request("GET", "/api/v1/pods");
        run(get, CompletableFuture.failedFuture(new ConnectException("refused")));
        run(get, CompletableFuture.failedFuture(new HttpTimeoutException("slow")));
        run(get, CompletableFuture.failedFuture(new IllegalStateException("a bug")));
        assertThat(sent).hasSize(3);
    }

    @Test
    void whatTheTransportThrowsIsAFailureOfTheRequest() {
        var transport = new FakeTransport(_ -> {
            throw new IllegalStateException("closed");
        });
        var answer = gate.around(transport).sendAsync(request("GET", "/api"), byte[].class);
        assertThat(answer).isCompletedExceptionally();
        assertThat(gate.state().reads().inFlight()).isZero();
    }

    @Test
    void whoCancelsBetweenTwoAttemptsIsNotSentAgain() {
        var transport = new FakeTransport(attempt -> {
            sent.add(attempt);
            return CompletableFuture.completedFuture(new Reply(503, Map.of()));
        });
        var answer = gate.around(transport).sendAsync(request("GET", "/api"), byte[].class);
        answer.cancel(true);
        assertThat(clock.pending()).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(sent).hasSize(1);
    }

    @Test
    void aBodyOfBytesIsWholeInEachAttempt() throws IOException {
        var bytes = "hello".getBytes(StandardCharsets.UTF_8);
        var post = new StandardHttpRequest.Builder()
                .uri("https://localhost/api")
                .method("POST", "text/plain", new ByteArrayInputStream(bytes), bytes.length)
                .build();
        run(post, CompletableFuture.completedFuture(Reply.refusal(429, 1)));
        assertThat(sent).hasSize(10);
        for (var attempt : sent) {
            var content = (InputStreamBodyContent) ((StandardHttpRequest) attempt).body();
            assertThat(content.getContent().readAllBytes()).isEqualTo(bytes);
            assertThat(content.getLength()).isEqualTo(5);
            assertThat(attempt.method()).isEqualTo("POST");
            assertThat(((StandardHttpRequest) attempt).getContentType()).isEqualTo("text/plain");
        }
    }

    @Test
    void aBodyThatIsReadOnceIsSentOnce() {
        InputStream once = new FilterInputStream(new ByteArrayInputStream(new byte[5])) {};
        var post = new StandardHttpRequest.Builder()
                .uri("https://localhost/api")
                .method("POST", "text/plain", once, 5)
                .build();
        assertThat(run(post, CompletableFuture.completedFuture(Reply.refusal(429, 1)))
                        .join()
                        .code())
                .isEqualTo(429);
        assertThat(sent).containsExactly(post);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 0", "-5, 0", "86400, 60", "soon, 1"})
    void whatTheServerAsksForIsTakenWithinReason(String asked, int seconds) {
        gate.around(new FakeTransport(
                        _ -> CompletableFuture.completedFuture(new Reply(429, Map.of("Retry-After", asked)))))
                .sendAsync(request("GET", "/api"), byte[].class);
        assertThat(gate.state().reads().lastDecrease().retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }
}
