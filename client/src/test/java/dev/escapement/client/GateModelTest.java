package dev.escapement.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import dev.escapement.client.FakeTransport.Reply;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random arrivals, answers, refusals, failures and cancellations, thousands of times; what must hold is looked at after each. */
class GateModelTest {
    @Test
    void theGateKeepsItsPromisesWhateverHappens() {
        for (long seed = 0; seed < 3000; seed++) {
            var model = new Model(seed);
            try {
                model.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Model {
        private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
        private final SplittableRandom random;
        private final int seats;
        private final boolean pinned;
        private final Gate gate;
        private final FakeTransport transport = new FakeTransport(this::serve);
        private final List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        /** The numbers of requests that were sent the first time, in that order. */
        private final List<Integer> order = new ArrayList<>();

        private final int[] sent;
        private int busy;
        private int underWay;
        private long quietUntil;
        private GateState.Decrease last;

        Model(long seed) {
            random = new SplittableRandom(seed);
            seats = 1 + random.nextInt(6);
            pinned = random.nextInt(4) == 0;
            int start = 1 + random.nextInt(12);
            var range = pinned
                    ? GateLimits.Range.pinned(start)
                    : new GateLimits.Range(start, 1, start + random.nextInt(20));
            gate = Gate.of(new GateLimits(range, range), clock, seed);
            sent = new int[5 + random.nextInt(60)];
        }

        void run() {
            for (int i = 0; i < sent.length; i++) {
                clock.schedule(Duration.ofMillis(random.nextInt(400)), this::arrive);
            }
            while (clock.step()) {
                check();
            }
            assertThat(answers).hasSize(sent.length).allMatch(CompletableFuture::isDone);
            var lane = gate.state().writes();
            assertThat(lane.inFlight()).isZero();
            assertThat(lane.waiting()).isZero();
            assertThat(busy).isZero();
            assertThat(order).isSorted();
            assertThat(lane.retried()).isEqualTo(lane.admitted() - order.size());
        }

        private void arrive() {
            int turn = answers.size();
            var answer = gate.around(transport).sendAsync(FakeTransport.request("PUT", "/" + turn), byte[].class);
            answers.add(answer);
            if (random.nextInt(5) == 0) {
                clock.schedule(Duration.ofMillis(random.nextInt(1500)), () -> answer.cancel(true));
            }
        }

        private CompletableFuture<Reply> serve(HttpRequest request) {
            int number = Integer.parseInt(request.uri().getPath().substring(1));
            if (sent[number]++ == 0) {
                order.add(number);
            }
            assertThat(answers.size() <= number || !answers.get(number).isDone())
                    .isTrue();
            assertThat(clock.nanos()).as("sent in a pause").isGreaterThanOrEqualTo(quietUntil);
            underWay++;
            assertThat(underWay).isLessThanOrEqualTo(gate.state().writes().limit());
            var reply = new CompletableFuture<Reply>();
            boolean served = busy < seats;
            busy += served ? 1 : 0;
            var work = Duration.ofMillis(served ? 1 + random.nextInt(50) : random.nextInt(3));
            clock.schedule(work, () -> finish(reply, served));
            return reply;
        }

        private void finish(CompletableFuture<Reply> reply, boolean served) {
            busy -= served ? 1 : 0;
            underWay--;
            if (!served) {
                int seconds = random.nextInt(3);
                quietUntil = Math.max(
                        quietUntil, clock.nanos() + Duration.ofSeconds(seconds).toNanos());
                reply.complete(Reply.refusal(429, seconds));
                return;
            }
            switch (random.nextInt(10)) {
                case 0 -> reply.completeExceptionally(new IOException("reset"));
                case 1 -> reply.complete(new Reply(500, Map.of()));
                default -> reply.complete(Reply.OK);
            }
        }

        private void check() {
            var lane = gate.state().writes();
            assertThat(lane.inFlight()).isEqualTo(underWay);
            var decrease = lane.lastDecrease();
            if (decrease == null || decrease.equals(last)) {
                return;
            }
            if (last != null) {
                assertThat(decrease.at())
                        .as("lowered again in the window")
                        .isAfterOrEqualTo(last.at().plus(last.retryAfter()));
            }
            assertThat(decrease.to()).isLessThanOrEqualTo(decrease.from());
            assertThat(!pinned || decrease.to() == decrease.from()).isTrue();
            last = decrease;
        }
    }
}
