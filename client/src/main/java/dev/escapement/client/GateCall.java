package dev.escapement.client;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import org.jspecify.annotations.Nullable;

/** One request's way through the gate: it waits for a seat, is sent, perhaps again, and gives each seat back. */
final class GateCall<T> {
    /**
     * How long a whole answer may take to come to its end, unless its request allows more until it begins. The time-outs of
     * transports are over when an answer begins, and a connection that dies after that would never end it. As long as a
     * kube-apiserver takes for a request ({@code --request-timeout}).
     */
    static final Duration WHOLE = Duration.ofSeconds(60);

    private final GateLane lane;
    private final Clock clock;
    private final GateFigures figures;
    private final GateExchange<T> exchange;
    private final String method;
    private final boolean evicts;
    private final GateBody body;
    private final GateRetries retries;
    private final GateTicket ticket = new GateTicket(this::send);
    private final CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
    /** How long an attempt may take from its sending to the end of the answer; zero for any time. */
    private final Duration limit;

    private Clock.@Nullable Timer late;
    private volatile @Nullable CompletableFuture<GateAnswer<T>> underWay;
    /** How often it was sent; attempts follow one another, each seen by the next through the lane's lock. */
    private int attempts;
    /** When it was sent last. */
    private long sent;

    GateCall(
            GateLane lane,
            Clock clock,
            GateFigures figures,
            GateVerb verb,
            HttpRequest request,
            GateExchange<T> exchange) {
        this.lane = lane;
        this.clock = clock;
        this.figures = figures;
        this.exchange = exchange;
        this.method = GateVerb.method(request);
        this.evicts = GateVerb.isEviction(request);
        this.body = GateBody.of(request);
        this.retries = new GateRetries(verb == GateVerb.READ, body.repeats());
        this.limit = exchange.isWhole() ? limit(request) : Duration.ZERO;
    }

    /** Of requests that last, and of those that may take any time to be answered, nothing is known. */
    private static Duration limit(HttpRequest request) {
        if (!(request instanceof StandardHttpRequest sent) || sent.isForStreaming()) {
            return Duration.ZERO;
        }
        @Nullable Duration begin = sent.getTimeout();
        if (begin == null || !begin.isPositive()) {
            return Duration.ZERO;
        }
        return begin.compareTo(WHOLE) > 0 ? begin : WHOLE;
    }

    /** The answer; whoever cancels it, or completes it in another way, takes the request out of the queue. */
    CompletableFuture<HttpResponse<T>> start() {
        enter();
        // After the entry, so that a request which is answered at once takes no second lock.
        var _ = result.whenComplete((_, _) -> lane.leave(ticket));
        return result;
    }

    private void enter() {
        lane.enter(ticket);
        if (result.isDone()) {
            lane.leave(ticket); // it was cancelled just before
        }
    }

    private void send() {
        if (result.isDone()) {
            lane.release(ticket, false);
            return;
        }
        attempts++;
        sent = clock.nanos();
        CompletableFuture<GateAnswer<T>> answer;
        try {
            answer = exchange.send(body.request());
        } catch (RuntimeException | Error e) {
            failed(e);
            return;
        }
        expect(answer);
        // Not cancelled with the result: the server goes on with what it has begun, and so long its seat is taken.
        var _ = answer.whenComplete(this::completed);
    }

    /** Sets the limit to an attempt that is not over already. */
    private void expect(CompletableFuture<GateAnswer<T>> answer) {
        if (limit.isZero() || answer.isDone()) {
            return;
        }
        if (late == null) {
            late = clock.timer(this::giveUp);
        }
        underWay = answer;
        late.at(Clock.after(sent, limit));
    }

    private void giveUp() {
        var answer = underWay;
        if (answer != null && clock.nanos() - sent >= limit.toNanos()) {
            answer.completeExceptionally(
                    new HttpTimeoutException("the answer has not come to its end after " + limit.toSeconds() + " s"));
        }
    }

    private void completed(@Nullable GateAnswer<T> answer, @Nullable Throwable failure) {
        if (late != null) {
            late.cancel();
            underWay = null;
        }
        try {
            if (answer == null) {
                failed(failure == null ? new IOException("there is no answer") : failure);
            } else {
                answered(answer);
            }
        } catch (RuntimeException | Error e) { // of a transport's answer or body: nobody else would hear of it
            lane.release(ticket, false);
            result.completeExceptionally(e);
        }
    }

    private void answered(GateAnswer<T> answer) {
        figures.count(method, Integer.toString(answer.code()));
        figures.took(method, clock.nanos() - sent);
        var refusal = evicts ? null : GateRefusal.of(answer);
        if (refusal != null) {
            lane.refused(ticket, refusal);
            if (retries.again(refusal, attempts)) {
                answer.drain().run();
                enter();
            } else {
                deliver(answer);
            }
            return;
        }
        var pause = retries.after(answer.code(), attempts);
        if (pause != null) {
            answer.drain().run();
            lane.release(ticket, false);
            enterAfter(pause);
            return;
        }
        var _ = answer.over().whenComplete((_, broken) -> lane.release(ticket, broken == null));
        deliver(answer);
    }

    private void deliver(GateAnswer<T> answer) {
        if (!result.complete(answer)) {
            answer.drop().run();
        }
    }

    private void failed(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        var refusal = GateRefusal.of(cause);
        if (refusal != null) {
            lane.refused(ticket, refusal);
            if (retries.again(refusal, attempts)) {
                enter();
                return;
            }
        }
        figures.count(method, GateFigures.ERROR);
        lane.release(ticket, false);
        var pause = retries.after(cause, attempts);
        if (pause != null) {
            enterAfter(pause);
        } else {
            result.completeExceptionally(cause);
        }
    }

    private void enterAfter(Duration pause) {
        if (result.isDone()) {
            return;
        }
        var timer = clock.schedule(lane.jittered(pause), this::enter);
        var _ = result.whenComplete((_, _) -> timer.cancel());
    }
}
