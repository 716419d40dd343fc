package dev.escapement.client;

import java.io.InputStream;
import java.io.Reader;
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
import org.junit.jupiter.api.Test;

import static dev.escapement.client.FakeTransport.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Seats, queues, pauses and figures of one gate, with a server that the test plays. */
class GateTest {
    private static final HttpRequest GET = request("GET", "/api/v1/namespaces/n/configmaps/a");
    private static final HttpRequest POST = request("POST", "/api/v1/namespaces/n/configmaps");

    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    /** Requests that have arrived and are not answered. */
    private final List<CompletableFuture<Reply>> open = new ArrayList<>();

    private final List<String> arrived = new ArrayList<>();
    private final FakeTransport transport = new FakeTransport(request -> {
        arrived.add(GateVerb.method(request) + " " + request.uri().getPath());
        var reply = new CompletableFuture<Reply>();
        open.add(reply);
        return reply;
    });
    private Gate gate = Gate.of(GateLimits.pinned(2, 1), clock, 1);

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return gate.around(transport).sendAsync(request, byte[].class);
    }

    private void answer(Reply reply) {
        open.removeFirst().complete(reply);
    }

    @Test
    void noMoreRequestsAreUnderWayThanTheLimitSays() {
        for (int i = 0; i < 5; i++) {
            send(GET);
        }
        assertThat(arrived).hasSize(2);
        assertThat(gate.state().reads().waiting()).isEqualTo(3);
        answer(Reply.OK);
        assertThat(arrived).hasSize(3);
        assertThat(gate.state().reads().inFlight()).isEqualTo(2);
        assertThat(gate.state().reads().admitted()).isEqualTo(3);
    }

    @Test
    void readsAndWritesDoNotWaitForEachOther() {
        send(POST);
        send(POST);
        send(GET);
        assertThat(arrived)
                .containsExactly("POST /api/v1/namespaces/n/configmaps", "GET /api/v1/namespaces/n/configmaps/a");
    }

    @Test
    void whoCameFirstIsServedFirst() {
        for (var name : List.of("a", "b", "c", "d")) {
            send(request("PUT", "/" + name));
        }
        while (!open.isEmpty()) {
            answer(Reply.OK);
        }
        assertThat(arrived).containsExactly("PUT /a", "PUT /b", "PUT /c", "PUT /d");
    }

    @Test
    void whoCancelsLeavesTheQueueAndIsNeverSent() {
        send(POST);
        var cancelled = send(POST);
        send(request("DELETE", "/x"));
        cancelled.cancel(true);
        assertThat(gate.state().writes().waiting()).isEqualTo(1);
        answer(Reply.OK);
        assertThat(arrived).containsExactly("POST /api/v1/namespaces/n/configmaps", "DELETE /x");
        answer(Reply.OK);
        assertThat(gate.state().writes().inFlight()).isZero();
    }

    @Test
    void aSeatIsTakenUntilTheServerHasAnsweredThoughNobodyWaitsForIt() {
        var cancelled = send(POST);
        cancelled.cancel(true);
        assertThat(gate.state().writes().inFlight()).isEqualTo(1);
        answer(Reply.OK);
        assertThat(gate.state().writes().inFlight()).isZero();
    }

    @Test
    void aRefusalStopsTheClassForAsLongAsTheServerAsksAndLittleLonger() {
        var refused = send(POST);
        var next = send(POST);
        answer(Reply.refusal(429, 3));
        assertThat(gate.state().writes().paused()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3600));
        clock.advance(Duration.ofMillis(2999));
        assertThat(arrived).hasSize(1);
        clock.advance(Duration.ofMillis(601));
        assertThat(arrived).hasSize(2);
        answer(Reply.OK);
        answer(Reply.OK);
        assertThat(refused.join().code()).isEqualTo(200);
        assertThat(next.join().code()).isEqualTo(200);
        assertThat(gate.state().writes().retried()).isEqualTo(1);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void oneWindowLowersTheLimitOnce() {
        gate = Gate.of(GateLimits.adaptive().writes(new GateLimits.Range(16, 1, 64)), clock, 1);
        for (int i = 0; i < 16; i++) {
            send(POST);
        }
        for (int i = 0; i < 8; i++) {
            answer(Reply.refusal(429, 1));
        }
        assertThat(gate.state().writes().limit()).isEqualTo(8);
        clock.advance(Duration.ofSeconds(2));
        answer(Reply.refusal(429, 1)); // sent before the decrease, answered after the window
        assertThat(gate.state().writes().limit()).isEqualTo(8);
        assertThat(gate.state().writes().refused()).isEqualTo(9);
    }

    @Test
    void theStateTellsWhyALimitWasLowered() {
        gate = Gate.of(GateLimits.adaptive(), clock, 1);
        clock.advance(Duration.ofSeconds(5));
        send(GET);
        send(GET);
        answer(new Reply(
                429,
                Map.of(
                        "Retry-After",
                        "2",
                        "X-Kubernetes-PF-FlowSchema-UID",
                        "schema",
                        "X-Kubernetes-PF-PriorityLevel-UID",
                        "level")));
        assertThat(gate.state().reads().lastDecrease())
                .isEqualTo(new GateState.Decrease(
                        Instant.EPOCH.plusSeconds(5), 32, 1, 2, 429, Duration.ofSeconds(2), "schema", "level"));
        assertThat(gate.state().writes().lastDecrease()).isNull();
    }

    @Test
    void whatNeverWaitsPassesAFullAndPausedGateUntouched() {
        send(GET);
        send(GET);
        send(GET);
        answer(Reply.refusal(429, 60));
        var lease = "/apis/coordination.k8s.io/v1/namespaces/n/leases/mine";
        var probe = send(request("GET", "/readyz"));
        send(request("PUT", lease));
        gate.around(transport).consumeBytes(request("GET", "/api/v1/pods?watch=true"), (_, _) -> {});
        assertThat(arrived).endsWith("GET /readyz", "PUT " + lease, "GET /api/v1/pods");
        assertThat(gate.state().exempt()).isEqualTo(3);
        open.get(1).complete(Reply.refusal(429, 1));
        assertThat(probe.join().code()).isEqualTo(429);
        assertThat(gate.state().exempt()).isEqualTo(2);
    }

    @Test
    void anEvictionThatABudgetForbidsIsNoSignOfLoad() {
        gate = Gate.of(GateLimits.adaptive(), clock, 1);
        var eviction = send(request("POST", "/api/v1/namespaces/n/pods/p/eviction"));
        answer(Reply.refusal(429, 10));
        assertThat(eviction.join().code()).isEqualTo(429);
        assertThat(gate.state().writes().limit()).isEqualTo(32);
        assertThat(gate.state().writes().paused()).isZero();
    }

    @Test
    void aSeatWhoseAnswerNeverEndsIsTakenBack() {
        var stuck = send(POST);
        send(POST);
        clock.advance(Duration.ofSeconds(89));
        assertThat(arrived).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(arrived).hasSize(2);
        answer(Reply.OK); // late, and its seat is another's by now
        assertThat(stuck).isCompleted();
        assertThat(gate.state().writes().inFlight()).isEqualTo(1);
        assertThat(gate.state().writes().overdue()).isEqualTo(1);
    }

    @Test
    void aStreamedBodyKeepsItsSeatUntilItIsOver() throws Exception {
        var seen = new ArrayList<Object>();
        var watched = gate.around(transport).consumeBytes(GET, (chunks, body) -> {
            seen.add(chunks);
            body.consume();
        });
        answer(Reply.OK);
        assertThat(gate.state().reads().inFlight()).isEqualTo(1);
        watched.join().body().consume();
        assertThat(seen).hasSize(1);
        assertThat(gate.state().reads().inFlight()).isZero();

        var cancelled = gate.around(transport).consumeBytes(GET, (_, _) -> {});
        answer(Reply.OK);
        cancelled.join().body().cancel();
        assertThat(gate.state().reads().inFlight()).isZero();

        var stream = gate.around(transport).sendAsync(GET, InputStream.class);
        var reader = gate.around(transport).sendAsync(GET, Reader.class);
        answer(Reply.OK);
        answer(Reply.OK);
        assertThat(gate.state().reads().inFlight()).isEqualTo(2);
        assertThat(stream.join().body().readAllBytes()).hasSize(4);
        reader.join().body().close();
        assertThat(gate.state().reads().inFlight()).isZero();
    }

    @Test
    void anAnswerThatNobodyWantsAnyMoreIsDropped() {
        var answer = gate.around(transport).consumeBytes(GET, (_, _) -> {});
        answer.cancel(false);
        answer(Reply.OK);
        assertThat(transport.bodies.getFirst().done).isCancelled();
        assertThat(gate.state().reads().inFlight()).isZero();
    }

    @Test
    void aRefusedBodyIsReadForNobodyBeforeTheRequestIsSentAgain() {
        var answer = gate.around(transport).consumeBytes(GET, (_, _) -> {
            throw new AssertionError("a refusal was handed on");
        });
        answer(Reply.refusal(429, 1));
        assertThat(transport.bodies.getFirst().done).isCompleted();
        clock.advance(Duration.ofSeconds(2));
        answer(Reply.OK);
        assertThat(answer.join().code()).isEqualTo(200);
    }

    @Test
    void derivedTransportsPassTheSameGate() {
        var derived = gate.around(transport).newBuilder().tag("x").build();
        derived.sendAsync(POST, String.class);
        send(POST);
        assertThat(arrived).hasSize(1);
    }

    @Test
    void answersAreCountedByMethodAndStatus() {
        send(GET);
        send(request("BREW", "/pot"));
        answer(new Reply(404, Map.of()));
        open.removeFirst().completeExceptionally(new IllegalStateException("no pot"));
        assertThat(gate.state().answers())
                .containsExactly(new GateState.Answers("GET", "404", 1), new GateState.Answers("other", "<error>", 1));
    }

    @Test
    void waitsAreCountedInBuckets() {
        send(POST);
        send(POST);
        clock.advance(Duration.ofMillis(200));
        answer(Reply.OK);
        var waits = gate.state().writes().waits();
        assertThat(waits.counts()).startsWith(1L, 1L, 1L, 2L).endsWith(2L);
        assertThat(waits.count()).isEqualTo(2);
        assertThat(waits.total()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void manyWhoWaitAreServedThoughAnswersComeAtOnce() {
        var instant = new FakeTransport(_ -> CompletableFuture.failedFuture(new IllegalStateException("gone")));
        send(GET);
        send(GET);
        var waiting = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < 20_000; i++) {
            waiting.add(gate.around(instant).sendAsync(GET, byte[].class));
        }
        answer(Reply.OK);
        assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void boundsAreChecked() {
        assertThatThrownBy(() -> GateLimits.pinned(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 <= min <= start <= max <= 1000000, but has min 0");
        assertThatThrownBy(() -> new GateLimits.Range(5, 1, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Gate.of(GateLimits.open(), clock).state().reads().limit()).isEqualTo(1_000_000);
    }
}
