package dev.escapement.simulation;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.simulation.FaultWire.MAPS;
import static dev.escapement.simulation.FaultWire.body;
import static dev.escapement.simulation.FaultWire.get;
import static dev.escapement.simulation.FaultWire.map;
import static dev.escapement.simulation.FaultWire.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a client sees of each fault of a request. */
@Timeout(60)
class FaultyRequestsTest {
    private FaultWire wire;

    @BeforeEach
    void start() throws IOException {
        wire = new FaultWire();
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
    }

    @Test
    void aWriteWithAVersionConflictsAndIsNotDone() throws IOException {
        long version = wire.put("a", "1");
        var update = body(Request.of("PUT", MAPS + "/a"), map("a", "2", Long.toString(version)));
        var answer = wire.always(Fault.CONFLICT).handle(update);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(text(answer)).contains("\"reason\":\"Conflict\"", "configmaps \\\"a\\\"", "has been modified");
        assertThat(text(wire.server.handle(get(MAPS + "/a")))).contains("\"d\":\"1\"");
    }

    @Test
    void aWriteWithoutAVersionAndACreationDoNotConflict() throws IOException {
        var faulty = wire.always(Fault.CONFLICT);
        assertThat(faulty.handle(body(Request.of("POST", MAPS), map("a", "1", "")))
                        .status())
                .isEqualTo(201);
        assertThat(faulty.handle(body(Request.of("PUT", MAPS + "/a"), map("a", "2", "")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anApplyConflictsAsAnyPatchMay() throws IOException {
        wire.put("a", "1");
        var apply = Request.of("PATCH", MAPS + "/a?fieldManager=x&force=true")
                .body(
                        "application/apply-patch+yaml",
                        map("a", "2", "").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(wire.always(Fault.CONFLICT).handle(apply).status()).isEqualTo(409);
    }

    @Test
    void anOverloadedServerSaysWhenToComeBack() throws IOException {
        var answer = wire.always(Fault.TOO_MANY_REQUESTS).handle(get(MAPS));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isBetween(1, 5);
        assertThat(text(answer)).contains("\"reason\":\"TooManyRequests\"", "retryAfterSeconds");
    }

    @Test
    void anUnavailableServerDoesNothing() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            var faulty = wire.with(Faults.none().with(Fault.UNAVAILABLE, 1), seed);
            assertThat(faulty.handle(body(Request.of("POST", MAPS), map("a", "1", "")))
                            .status())
                    .isEqualTo(503);
        }
        assertThat(wire.server.handle(get(MAPS + "/a")).status()).isEqualTo(404);
    }

    @Test
    void aServerThatFailsMayHaveDoneAWriteOrNot() throws IOException {
        int done = 0;
        for (int seed = 0; seed < 40; seed++) {
            var faulty = wire.with(Faults.none().with(Fault.INTERNAL_ERROR, 1), seed);
            var answer = faulty.handle(body(Request.of("POST", MAPS), map("m" + seed, "1", "")));
            assertThat(answer.status()).isEqualTo(500);
            done += wire.server.handle(get(MAPS + "/m" + seed)).status() == 200 ? 1 : 0;
        }
        assertThat(done).isBetween(5, 35);
    }

    @Test
    void healthAndDiscoveryDoNotFailByTheServersLoad() throws IOException {
        var faults = Faults.none()
                .with(Fault.TOO_MANY_REQUESTS, 1)
                .with(Fault.INTERNAL_ERROR, 1)
                .with(Fault.UNAVAILABLE, 1);
        assertThat(wire.with(faults, 1).handle(get("/readyz")).status()).isEqualTo(200);
        assertThat(wire.with(faults, 1).handle(get("/apis")).status()).isEqualTo(200);
    }

    @Test
    void aNextPageExpires() throws IOException {
        wire.put("a", "1");
        wire.put("b", "1");
        var faulty = wire.always(Fault.EXPIRED_PAGE);
        var first = faulty.handle(get(MAPS + "?limit=1"));
        assertThat(first.status()).isEqualTo(200);
        var token = FaultAnswer.parse(((Response.Whole) first).body())
                .path("metadata")
                .path("continue")
                .asText();
        var next = faulty.handle(get(MAPS + "?limit=1&continue=" + token));
        assertThat(next.status()).isEqualTo(410);
        assertThat(text(next)).contains("\"reason\":\"Expired\"");
    }

    @Test
    void nobodyIsThereWhileTheServerIsDown() throws IOException {
        var plan = new FaultPlan(java.util.List.of(new FaultPlan.Injection(1, Fault.DOWN, 7)));
        var faulty = new FaultyExchange(
                wire.server::handle, Faults.none(), FaultSource.replayed(plan), wire.clock, wire.told::add);
        assertThatThrownBy(() -> faulty.handle(get("/readyz"))).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> faulty.handle(get("/readyz"))).isInstanceOf(ConnectException.class);
        wire.clock.advance(Fault.DOWN.longest());
        assertThat(faulty.handle(get("/readyz")).status()).isEqualTo(200);
    }

    @Test
    void eachFaultIsTold() throws IOException {
        wire.always(Fault.TOO_MANY_REQUESTS).handle(get(MAPS));
        assertThat(wire.told)
                .singleElement()
                .asString()
                .startsWith("request 1, GET " + MAPS + ": TOO_MANY_REQUESTS, 429");
    }

    @Test
    void afterTheStormNothingFails() throws IOException {
        var faulty = wire.with(Profile.HOSTILE.faults(), 3);
        faulty.calm();
        for (int i = 0; i < 200; i++) {
            assertThat(faulty.handle(get(MAPS)).status()).isEqualTo(200);
        }
        assertThat(wire.told).isEmpty();
        assertThat(Map.of("plan", faulty.plan().injections())).containsEntry("plan", java.util.List.of());
    }
}
