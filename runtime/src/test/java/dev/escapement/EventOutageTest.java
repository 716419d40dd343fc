package dev.escapement;

import java.time.Instant;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Events while no API server answers. */
class EventOutageTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final ApiClient client = ApiClient.of(nowhere());

    private static Config nowhere() {
        var config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:1/");
        return config;
    }

    private static Told told(int number) {
        return Told.of(
                Kind.of(Gadget.class),
                new ObjectKey("shop", "cart-" + number),
                "uid-" + number,
                Events.Tone.NORMAL,
                "Done",
                "Reconcile",
                "made");
    }

    @Test
    void anEventIsTriedFourTimesOverSevenSeconds() throws InterruptedException {
        var writer = new EventWriter("test", client, clock);
        writer.tell(told(1));
        for (int seconds : new int[] {1, 3, 7}) {
            clock.awaitPending(2); // the end of the series, and the next attempt
            clock.step();
            assertThat(clock.now()).isEqualTo(Instant.ofEpochSecond(seconds));
        }
        Await.until("it is given up", () -> writer.figures().refused() == 1);
        writer.close();
        client.close();
    }

    @Test
    void whatWaitsIsBoundedAndTheOldestIsGivenUp() throws InterruptedException {
        var writer = new EventWriter("test", client, clock);
        writer.tell(told(0));
        clock.awaitPending(2); // it is on its way
        for (int i = 1; i <= EventWriter.BACKLOG + 10; i++) {
            writer.tell(told(i));
        }

        assertThat(writer.figures().dropped()).isEqualTo(10);
        assertThat(writer.waiting()).isEqualTo(EventWriter.BACKLOG + 1);
        writer.close();
        client.close();
    }

    @Test
    void theEndDoesNotWaitForAServerThatIsNotThere() throws InterruptedException {
        var writer = new EventWriter("test", client, clock);
        writer.tell(told(1));
        clock.awaitPending(2);
        writer.close(); // the clock stands still

        assertThat(writer.figures().refused()).isEqualTo(1);
        assertThat(clock.now()).isEqualTo(Instant.EPOCH);
        client.close();
    }

    @Test
    void whoTellsNothingHasNoThreadAndEndsAtOnce() {
        var writer = new EventWriter("test", client, Clock.system());
        writer.close();
        writer.tell(told(1));

        assertThat(writer.waiting()).isZero();
        client.close();
    }
}
