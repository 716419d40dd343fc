package dev.escapement.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import dev.escapement.client.FakeTransport.Reply;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.http.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How well the seats of a server are used, in virtual time: requests take 20 ms on average, and there are always more of them. */
class GateGoodputTest {
    private static final int CLIENTS = 64;

    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<int[]> served = new ArrayList<>();
    private int seats;
    private int busy;
    private int answers;
    private int refusals;

    /** Clients of one gate; what they are served is counted under the number that is returned. */
    private int start(GateLimits limits) {
        var gate = Gate.of(limits, clock, served.size());
        int number = served.size();
        served.add(new int[1]);
        var transport = new FakeTransport(_ -> {
            var reply = new CompletableFuture<Reply>();
            boolean seated = busy < seats;
            busy += seated ? 1 : 0;
            var time = Duration.ofNanos(seated ? 4_000_000 + random.nextInt(32_000_000) : 300_000);
            clock.schedule(time, () -> {
                busy -= seated ? 1 : 0;
                answers++;
                refusals += seated ? 0 : 1;
                served.get(number)[0] += seated ? 1 : 0;
                reply.complete(seated ? Reply.OK : Reply.refusal(429, 1));
            });
            return reply;
        });
        var http = gate.around(transport);
        for (int i = 0; i < CLIENTS; i++) {
            ask(http);
        }
        return number;
    }

    private void ask(HttpClient http) {
        http.sendAsync(FakeTransport.request("PUT", "/x"), byte[].class).whenComplete((_, _) -> ask(http));
    }

    /** The share of the seats' time that was used, and the share of answers that were refusals. */
    private record Share(double used, double refused) {}

    private Share run(Duration time) {
        answers = 0;
        refusals = 0;
        served.forEach(count -> count[0] = 0);
        clock.advance(time);
        double all = served.stream().mapToInt(count -> count[0]).sum();
        return new Share(all * 0.02 / time.toSeconds() / seats, (double) refusals / answers);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 30})
    void fewSeatsAreFoundAndKeptInUse(int few) {
        seats = few;
        start(GateLimits.adaptive());
        clock.advance(Duration.ofSeconds(15));
        var share = run(Duration.ofMinutes(2));
        assertThat(share.used()).isGreaterThan(0.95);
        assertThat(share.refused()).isLessThan(0.001);
    }

    @Test
    void aLimitThatIsTooHighIsFarFromThat() {
        seats = 4;
        start(GateLimits.pinned(8, 8));
        assertThat(run(Duration.ofMinutes(1)).used()).isLessThan(0.1);
    }

    @Test
    void seatsThatComeAndGoAreFollowed() {
        seats = 4;
        start(GateLimits.adaptive());
        clock.advance(Duration.ofMinutes(2));
        seats = 40;
        clock.advance(Duration.ofSeconds(90));
        assertThat(run(Duration.ofMinutes(2)).used()).isGreaterThan(0.95);
        seats = 3;
        clock.advance(Duration.ofSeconds(10));
        var share = run(Duration.ofMinutes(2));
        assertThat(share.used()).isGreaterThan(0.95);
        assertThat(share.refused()).isLessThan(0.001);
    }

    @Test
    void twoOperatorsUseAServerWithoutQuarrel() {
        seats = 12;
        start(GateLimits.adaptive());
        clock.advance(Duration.ofMinutes(1));
        int second = start(GateLimits.adaptive());
        clock.advance(Duration.ofMinutes(2));
        var share = run(Duration.ofMinutes(2));
        assertThat(share.used()).isGreaterThan(0.95);
        assertThat(share.refused()).isLessThan(0.001);
        assertThat(served.get(second)[0]).as("a seat of its own").isGreaterThan(120 * 50 / 2);
    }

    @Test
    void burstsOfOthersCostTheTimeThatTheServerAsksForAndLittleMore() {
        seats = 12;
        start(GateLimits.adaptive());
        disturb();
        clock.advance(Duration.ofMinutes(1));
        assertThat(run(Duration.ofMinutes(2)).used()).isGreaterThan(0.85);
    }

    private void disturb() {
        clock.schedule(Duration.ofSeconds(10), () -> {
            busy += 2;
            clock.schedule(Duration.ofMillis(5), () -> busy -= 2);
            disturb();
        });
    }
}
