package dev.escapement.client;

import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.escapement.client.FakeTransport.Reply;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How long a whole answer may take, as transports know no limit once it has begun. */
class GateTimesTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Gate gate = Gate.of(GateLimits.pinned(1, 1), clock, 1);
    private final List<CompletableFuture<Reply>> open = new ArrayList<>();
    private final FakeTransport transport = new FakeTransport(_ -> {
        var reply = new CompletableFuture<Reply>();
        open.add(reply);
        return reply;
    });

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return gate.around(transport).sendAsync(request, byte[].class);
    }

    @Test
    void anAnswerThatDoesNotComeToItsEndIsGivenUp() {
        var stuck = send(request(Duration.ofSeconds(10)));
        clock.advance(Duration.ofMillis(59_999));
        assertThat(stuck).isNotDone();
        clock.advance(Duration.ofMillis(1));
        assertThatThrownBy(stuck::join).hasCauseInstanceOf(HttpTimeoutException.class);
        assertThat(gate.state().reads().inFlight()).isZero();
        open.getFirst().complete(Reply.OK);
        assertThat(gate.state().reads().inFlight()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void theTimeInTheQueueAndBetweenAttemptsIsNotCounted() {
        send(request(Duration.ofSeconds(10)));
        var second = send(request(Duration.ofSeconds(10)));
        clock.advance(Duration.ofSeconds(50));
        open.getFirst().complete(Reply.OK);
        clock.advance(Duration.ofSeconds(50));
        open.getLast().complete(Reply.refusal(429, 60));
        clock.advance(Duration.ofSeconds(72));
        assertThat(open).hasSize(3);
        clock.advance(Duration.ofSeconds(45));
        assertThat(second).isNotDone();
        open.getLast().complete(Reply.OK);
        assertThat(second.join().code()).isEqualTo(200);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whoAllowsMoreGetsMore() {
        var patient = send(request(Duration.ofMinutes(5)));
        clock.advance(Duration.ofMinutes(4));
        assertThat(patient).isNotDone();
        clock.advance(Duration.ofMinutes(1));
        assertThat(patient).isCompletedExceptionally();
    }

    @Test
    void whatLastsIsNotLimited() {
        send(builder().forStreaming().build());
        assertThat(clock.pending()).isZero();
        gate.around(transport).sendAsync(request(Duration.ofSeconds(10)), InputStream.class);
        assertThat(clock.pending()).isEqualTo(1); // whoever waits for the seat
        open.getFirst().complete(Reply.OK);
        assertThat(clock.pending()).isZero();
    }

    private static HttpRequest request(Duration timeout) {
        return builder().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS).build();
    }

    private static HttpRequest.Builder builder() {
        return new StandardHttpRequest.Builder().uri("https://localhost/api/v1/namespaces/n/configmaps/a");
    }
}
