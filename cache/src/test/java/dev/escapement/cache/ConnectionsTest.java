package dev.escapement.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Selection;
import dev.escapement.client.UnreachableException;
import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.cache.Scripted.end;
import static dev.escapement.cache.Scripted.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A connection that leads nowhere is told from a quiet one, and from a server that is away. */
@Timeout(60)
class ConnectionsTest {
    private final SelfMovingClock clock = new SelfMovingClock();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    /** The highest number of a connection that leads nowhere. */
    private volatile int dead;

    private volatile boolean refusing;
    private final ApiClient client = new Wire(this::answer).client(clock);

    private Answer answer(int connection, String target) throws IOException {
        var path = target.replaceAll("\\?.*", "");
        requests.add(connection + " " + path);
        if (refusing) {
            throw new IOException("refused");
        }
        if (connection <= dead) {
            return Answer.nothing();
        }
        if (!target.contains("watch=true")) {
            return target.equals("/readyz") ? Answer.of(200, "ok") : Answer.of(500, "any answer will do");
        }
        var body = new Body();
        body.send(frame("ADDED", "on" + connection, connection) + end(connection));
        return Answer.streaming(body);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aQuietConnectionIsAnsweredAndKept() {
        assertThat(client.connections().check(clock, 1)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(client.connections().check(clock, 1)).isCompleted();
        assertThat(requests).containsExactly("1 /livez");
        clock.virtual.advance(Duration.ofSeconds(11));
        client.connections().check(clock, 1).join();
        assertThat(requests).hasSize(2);
        assertThat(client.connections().number()).isEqualTo(1);
    }

    @Test
    void aDeadConnectionIsReplacedForEverybody() {
        dead = 1;
        var checks = List.of(
                client.connections().check(clock, 1), client.connections().check(clock, 1));
        Await.until("it is asked", () -> requests.size() == 1);
        clock.virtual.advance(Duration.ofSeconds(10));
        for (var check : checks) {
            assertThatThrownBy(check::join).hasCauseInstanceOf(UnreachableException.class);
        }
        assertThat(requests).containsExactly("1 /livez", "2 /livez");
        assertThat(client.connections().number()).isEqualTo(2);
        assertThat(client.connections().check(clock, 1)).isCompletedExceptionally();
    }

    @Test
    void aServerThatAnswersNobodyKeepsItsConnections() {
        dead = 2;
        var check = client.connections().check(clock, 1);
        Await.until("it is asked", () -> requests.size() == 1);
        clock.virtual.advance(Duration.ofSeconds(10));
        Await.until("it is asked on a new one", () -> requests.size() == 2);
        clock.virtual.advance(Duration.ofSeconds(20));
        check.join();
        assertThat(client.connections().number()).isEqualTo(1);
        assertThat(client.connections().check(clock, 1)).isCompleted();
        assertThat(requests).hasSize(2);
    }

    @Test
    void aServerThatRefusesConnectionsSaysNothingOfTheOldOnes() {
        refusing = true;
        client.connections().check(clock, 1).join();
        clock.virtual.advance(Duration.ofMinutes(1));
        assertThat(client.connections().number()).isEqualTo(1);
        assertThat(requests).hasSize(1);
    }

    @Test
    void aWatchOnADeadConnectionIsResumedOnANewOneWithinHalfAMinute() {
        try (var informer = new Informer(client, clock, Scripted.MAPS, Selection.ALL)) {
            informer.start();
            informer.synced().join();
            dead = 1;
            Await.until("it is asked", () -> {
                clock.virtual.advance(Duration.ofSeconds(1));
                return requests.contains("1 /livez");
            });
            clock.virtual.advance(Duration.ofSeconds(10));
            Await.until("it is watched anew", () -> informer.size() == 2);
            assertThat(clock.virtual.now().getEpochSecond()).isBetween(20L, 40L);
        }
    }

    @Test
    void whoeverWaitsForReadinessIsNotHeldUpByADeadConnection() throws InterruptedException {
        dead = 1;
        var waiting = Thread.startVirtualThread(() -> {
            try {
                client.awaitReady(clock);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Await.until("it is over", () -> {
            clock.virtual.advance(Duration.ofSeconds(1));
            return !waiting.isAlive();
        });
        assertThat(client.connections().number()).isEqualTo(2);
    }
}
