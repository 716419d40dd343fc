package dev.escapement.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.escapement.apiserver.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.simulation.FaultWire.MAPS;
import static dev.escapement.simulation.FaultWire.WATCH;
import static dev.escapement.simulation.FaultWire.failure;
import static dev.escapement.simulation.FaultWire.get;
import static dev.escapement.simulation.FaultWire.read;
import static dev.escapement.simulation.FaultWire.stream;
import static org.assertj.core.api.Assertions.assertThat;

/** What a client sees of each fault of a watch. */
@Timeout(60)
class FaultyWatchTest {
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
    void aWatchWithoutFaultsBringsWhatTheServerSends() throws IOException {
        var watch = wire.with(Faults.none(), 1).handle(get(wire.watchFromNow()));
        assertThat(read(watch)).isEmpty();
        wire.put("a", "1");
        wire.put("b", "1");
        assertThat(read(watch)).hasSize(2).allMatch(frame -> frame.startsWith("{\"type\":\"ADDED\""));
        stream(watch).close();
        assertThat(stream(watch).ended()).isTrue();
        assertThat(wire.server.watches()).isZero();
    }

    @Test
    void eventsLagAndKeepTheirOrder() throws IOException {
        var watch = wire.always(Fault.WATCH_LAG).handle(get(wire.watchFromNow()));
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wire.put("m" + i, "1");
            assertThat(read(watch)).hasSizeLessThan(i + 1);
        }
        for (int i = 0; i < 50; i++) {
            wire.clock.advance(Duration.ofMillis(100));
            frames.addAll(read(watch));
        }
        assertThat(frames).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(frames.get(i)).contains("\"name\":\"m" + i + "\"");
        }
    }

    @Test
    void aLaggingWatchSaysWhenThereIsMore() throws IOException {
        var watch = wire.always(Fault.WATCH_LAG).handle(get(wire.watchFromNow()));
        List<String> frames = new ArrayList<>();
        stream(watch).onReady(() -> frames.addAll(read(watch)));
        wire.put("a", "1");
        wire.clock.advance(Fault.WATCH_LAG.longest());
        assertThat(frames).hasSize(1);
    }

    @Test
    void framesComeInPiecesOfAnySize() throws IOException {
        var whole = wire.with(Faults.none(), 1).handle(get(WATCH));
        var pieces = wire.always(Fault.FRAGMENTS).handle(get(WATCH));
        for (int i = 0; i < 50; i++) {
            wire.put("m" + i, "1");
        }
        var came = read(pieces);
        wire.clock.advance(Duration.ofSeconds(10));
        came.addAll(read(pieces));
        assertThat(String.join("", came)).isEqualTo(String.join("", read(whole)));
        assertThat(came).anyMatch(piece -> !piece.endsWith("\n")).anyMatch(piece -> piece.contains("\n{"));
    }

    @Test
    void aWatchIsClosedInGoodOrder() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            var watch = storm(Fault.WATCH_CLOSED, seed);
            assertThat(read(watch)).allMatch(frame -> frame.endsWith("}\n"));
            assertThat(stream(watch).ended()).isTrue();
            assertThat(failure(watch)).isNull();
        }
        assertThat(wire.server.watches()).isZero();
    }

    @Test
    void aWatchBreaksAlsoInTheMiddleOfAnObject() throws IOException {
        int within = 0;
        int unnoticed = 0;
        for (long seed = 0; seed < 50; seed++) {
            var watch = storm(Fault.WATCH_CUT, seed);
            var frames = read(watch);
            assertThat(stream(watch).ended()).isTrue();
            boolean partial = !frames.isEmpty() && !frames.getLast().endsWith("\n");
            within += partial ? 1 : 0;
            if (failure(watch) == null) {
                unnoticed++;
                assertThat(partial).isTrue(); // else nobody could know
            }
        }
        assertThat(within).isBetween(5, 45);
        assertThat(unnoticed).isPositive();
    }

    @Test
    void aWatchFallsSilentAndDoesNotEnd() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            var watch = storm(Fault.WATCH_SILENT, seed);
            read(watch);
            wire.put("late", "1" + seed);
            wire.clock.advance(Duration.ofHours(1));
            assertThat(read(watch)).isEmpty();
            assertThat(stream(watch).ended()).isFalse();
            stream(watch).close();
        }
    }

    @Test
    void whatWasMadeAndDeletedInAGapIsNeverSeen() throws IOException {
        var plan = new FaultPlan(List.of(new FaultPlan.Injection(1, Fault.WATCH_GAP, 3)));
        var faulty = new FaultyExchange(
                wire.server::handle,
                wire.server::handle,
                Profile.HOSTILE.faults(),
                FaultSource.replayed(plan),
                wire.clock,
                wire.told::add);
        long before = wire.server.revision();
        var watch = faulty.handle(get(WATCH));
        for (int i = 0; !wire.told.toString().contains("nothing comes for"); i++) {
            wire.put("before" + i, "1");
            wire.clock.advance(Duration.ofSeconds(10));
        }
        read(watch);
        wire.put("ghost", "1");
        wire.delete("ghost");
        wire.clock.advance(Fault.WATCH_GAP.longest());
        assertThat(read(watch)).isEmpty();
        assertThat(failure(watch)).isNotNull();
        var next = faulty.handle(get(WATCH + "&resourceVersion=" + before));
        assertThat(read(next)).singleElement().asString().contains("\"type\":\"ERROR\"", "\"code\":410");
        assertThat(stream(next).ended()).isTrue();
        var fresh = faulty.handle(get(WATCH + "&resourceVersion=" + wire.server.revision()));
        assertThat(stream(fresh).ended()).isFalse();
    }

    @Test
    void aVersionExpires() throws IOException {
        wire.put("a", "1");
        var faulty = wire.always(Fault.EXPIRED_WATCH);
        var watch = faulty.handle(get(WATCH + "&resourceVersion=2"));
        assertThat(watch.status()).isEqualTo(200);
        assertThat(read(watch))
                .singleElement()
                .asString()
                .contains("\"type\":\"ERROR\"", "\"reason\":\"Expired\"", "too old resource version: 2 (");
        assertThat(stream(faulty.handle(get(WATCH))).ended()).isFalse(); // from the newest version on
    }

    @Test
    void bookmarksAreWithheldButNotTheOneAfterTheInitialObjects() throws IOException {
        wire.put("a", "1");
        var faulty = wire.always(Fault.NO_BOOKMARKS);
        var watch = faulty.handle(get(WATCH + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"));
        assertThat(read(watch)).last().asString().contains("\"BOOKMARK\"", "initial-events-end");
        wire.clock.advance(Duration.ofMinutes(10));
        assertThat(read(watch)).isEmpty();
        faulty.calm();
        wire.clock.advance(Duration.ofMinutes(10));
        assertThat(read(watch)).isNotEmpty();
    }

    @Test
    void aWatchFromACacheMayBeginInThePastAndMissesNothingSince() throws IOException {
        wire.put("a", "1");
        wire.put("b", "1");
        wire.delete("a");
        wire.put("c", "1");
        int older = 0;
        for (long seed = 0; seed < 50; seed++) {
            var faulty = wire.with(Faults.none().with(Fault.STALE_READ, 1), seed);
            var watch = faulty.handle(
                    get(WATCH + "&resourceVersion=0&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"));
            var frames = read(watch);
            assertThat(frames.stream().filter(frame -> frame.contains("initial-events-end")))
                    .hasSize(1);
            assertThat(frames)
                    .noneMatch(frame -> frame.contains("\"ADDED\"") && !frame.contains("\"kind\":\"ConfigMap\""));
            assertThat(frames).anyMatch(frame -> frame.contains("\"name\":\"c\""));
            older += frames.getLast().contains("initial-events-end") ? 0 : 1;
            stream(watch).close();
        }
        assertThat(older).isPositive();
    }

    @Test
    void aRestartBreaksAllWatchesAndForgetsWhatWasBefore() throws IOException {
        var plan = new FaultPlan(List.of(new FaultPlan.Injection(3, Fault.RESTART, 5)));
        var faulty = new FaultyExchange(
                wire.server::handle,
                wire.server::handle,
                Faults.none(),
                FaultSource.replayed(plan),
                wire.clock,
                wire.told::add);
        long before = wire.server.revision();
        var one = faulty.handle(get(WATCH));
        var other = faulty.handle(get("/api/v1/secrets?watch=true"));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> faulty.handle(get(MAPS))))
                .isInstanceOf(IOException.class);
        assertThat(failure(one)).isNotNull();
        assertThat(failure(other)).isNotNull();
        wire.put("a", "1");
        wire.clock.advance(Fault.RESTART.longest());
        assertThat(read(faulty.handle(get(WATCH + "&resourceVersion=" + before))))
                .singleElement()
                .asString()
                .contains("\"code\":410");
        assertThat(wire.server.watches()).isZero();
    }

    @Test
    void inACalmWhatLagsIsThereAtOnce() throws IOException {
        var faulty = wire.always(Fault.WATCH_LAG);
        var watch = faulty.handle(get(wire.watchFromNow()));
        wire.put("a", "1");
        faulty.calm();
        wire.put("b", "1");
        assertThat(read(watch)).hasSize(2);
    }

    /** A watch while things happen, and time passes, until its fault has come. */
    private Response storm(Fault fault, long seed) throws IOException {
        var watch = wire.with(Faults.none().with(fault, 1), seed).handle(get(WATCH));
        for (int i = 0; i < 10; i++) {
            wire.put("m" + i, seed + "-" + i);
        }
        wire.clock.advance(fault.longest().plusSeconds(1));
        return watch;
    }
}
