package dev.escapement.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.simulation.FaultWire.MAPS;
import static dev.escapement.simulation.FaultWire.body;
import static dev.escapement.simulation.FaultWire.get;
import static dev.escapement.simulation.FaultWire.map;
import static dev.escapement.simulation.FaultWire.text;
import static dev.escapement.simulation.FaultWire.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a client sees when reads are old, slow, lost or cut. */
@Timeout(60)
class FaultyReadsTest {
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
    void aReadFromACacheMayBeAnyOfTheLastStatesWithItsVersion() throws IOException {
        long first = wire.put("a", "1");
        long second = wire.put("a", "2");
        wire.put("a", "3");
        Set<Long> seen = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            var answer =
                    wire.with(Faults.none().with(Fault.STALE_READ, 1), seed).handle(get(MAPS + "/a?resourceVersion=0"));
            if (answer.status() == 200) {
                seen.add(version(answer));
                assertThat(text(answer))
                        .contains("\"kind\":\"ConfigMap\"")
                        .contains("\"d\":\"" + (version(answer) == first ? 1 : 2) + "\"");
            } else {
                assertThat(answer.status()).isEqualTo(404); // before it was made
                assertThat(text(answer)).contains("configmaps \\\"a\\\" not found");
            }
        }
        assertThat(seen).containsExactly(first, second);
    }

    @Test
    void aListFromACacheIsTheStateOfItsVersion() throws IOException {
        wire.put("a", "1");
        wire.put("b", "1");
        wire.delete("a");
        for (long seed = 0; seed < 100; seed++) {
            var list =
                    wire.with(Faults.none().with(Fault.STALE_READ, 1), seed).handle(get(MAPS + "?resourceVersion=0"));
            var same = wire.server.handle(get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + version(list)));
            assertThat(text(list)).isEqualTo(text(same));
            assertThat(version(list)).isLessThan(wire.server.revision());
        }
    }

    @Test
    void aReadThatWantsTheNewestStateGetsIt() throws IOException {
        var faulty = wire.always(Fault.STALE_READ);
        for (int i = 0; i < 20; i++) {
            long newest = wire.put("a", "v" + i);
            assertThat(version(faulty.handle(get(MAPS + "/a")))).isEqualTo(newest);
            assertThat(version(faulty.handle(get(MAPS)))).isEqualTo(newest);
            assertThat(version(faulty.handle(get(MAPS + "?limit=500")))).isEqualTo(newest);
        }
        assertThat(wire.told).isEmpty();
    }

    @Test
    void aReadThatWantsNothingOlderThanAVersionGetsNothingOlder() throws IOException {
        wire.put("a", "1");
        long known = wire.put("a", "2");
        wire.put("a", "3");
        wire.put("a", "4");
        for (long seed = 0; seed < 100; seed++) {
            var faulty = wire.with(Faults.none().with(Fault.STALE_READ, 1), seed);
            assertThat(version(faulty.handle(get(MAPS + "/a?resourceVersion=" + known))))
                    .isBetween(known, wire.server.revision() - 1);
            assertThat(version(
                            faulty.handle(get(MAPS + "?resourceVersionMatch=NotOlderThan&resourceVersion=" + known))))
                    .isBetween(known, wire.server.revision() - 1);
        }
    }

    @Test
    void aPageMayHaveFewerObjectsThanItsLimitAndAllComeInTheEnd() throws IOException {
        for (int i = 0; i < 7; i++) {
            wire.put("m" + i, "1");
        }
        var faulty = wire.with(Faults.none().with(Fault.SHORT_PAGE, 1), 3);
        List<Integer> pages = new ArrayList<>();
        var next = "";
        do {
            var target = MAPS + "?limit=500" + (next.isEmpty() ? "" : "&continue=" + next);
            var page = FaultAnswer.parse(((Response.Whole) faulty.handle(get(target))).body());
            pages.add(page.path("items").size());
            next = page.at("/metadata/continue").asText();
        } while (!next.isEmpty());
        assertThat(pages).allMatch(size -> size >= 1 && size <= 3).hasSizeGreaterThan(2);
        assertThat(pages.stream().mapToInt(size -> size).sum()).isEqualTo(7);
        assertThat(items(faulty.handle(get(MAPS + "?limit=1")))).isEqualTo(1);
        assertThat(items(faulty.handle(get(MAPS)))).isEqualTo(7);
    }

    private static int items(Response list) {
        return FaultAnswer.parse(((Response.Whole) list).body()).path("items").size();
    }

    @Test
    void aServerMayHaveNoWatchLists() throws IOException {
        var faulty = wire.always(Fault.NO_WATCH_LIST);
        var list = "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
        var answer = faulty.handle(get(FaultWire.WATCH + list));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(text(answer)).contains("sendInitialEvents is forbidden for watch unless");
        assertThat(faulty.handle(get(wire.watchFromNow())).status()).isEqualTo(200);
    }

    @Test
    void anAnswerTakesItsTime() {
        var faulty = wire.always(Fault.SLOW_LIST);
        var answer = CompletableFuture.supplyAsync(() -> handle(faulty, get(MAPS)), Thread::startVirtualThread);
        assertThat(passUntilDone(answer).status()).isEqualTo(200);
        assertThat(wire.told).singleElement().asString().contains("SLOW_LIST");
    }

    @Test
    void aRequestIsLostBeforeTheServerSeesIt() {
        for (long seed = 0; seed < 10; seed++) {
            lose(Fault.LOST_REQUEST, seed);
        }
        assertThat(wire.server.handle(get(MAPS + "/a")).status()).isEqualTo(404);
    }

    @Test
    void anAnswerIsLostAfterTheServerHasDoneWhatItWasAskedFor() {
        lose(Fault.LOST_ANSWER, 1);
        assertThat(wire.server.handle(get(MAPS + "/a")).status()).isEqualTo(200);
    }

    private void lose(Fault fault, long seed) {
        var faulty = wire.with(Faults.none().with(fault, 1), seed);
        var answer = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return faulty.handle(body(Request.of("POST", MAPS), map("a", "1", "")));
                    } catch (IOException e) {
                        return e;
                    }
                },
                Thread::startVirtualThread);
        assertThat(passUntilDone(answer)).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerBreaksOffInTheMiddle() throws IOException {
        wire.put("a", "1");
        var answer = wire.always(Fault.CUT_ANSWER).handle(get(MAPS));
        assertThat(answer.status()).isEqualTo(200);
        var whole = text(wire.server.handle(get(MAPS)));
        var part = String.join("", FaultWire.read(answer));
        assertThat(whole).startsWith(part).hasSizeGreaterThan(part.length());
        assertThat(FaultWire.failure(answer)).hasMessageContaining("connection reset after");
    }

    @Test
    void anAnswerInPiecesIsTheSameAnswer() throws IOException {
        wire.put("a", "1");
        int pieces = 0;
        for (long seed = 0; seed < 50; seed++) {
            var answer = (Response.Whole)
                    wire.with(Faults.none().with(Fault.FRAGMENTS, 1), seed).handle(get(MAPS));
            assertThat(text(answer)).isEqualTo(text(wire.server.handle(get(MAPS))));
            pieces = Math.max(pieces, answer.parts().size());
        }
        assertThat(pieces).isEqualTo(4);
    }

    @Test
    void aClientThatIsInterruptedWaitsNoLonger() {
        var faulty = wire.with(Faults.none().with(Fault.SLOW_LIST, 1), 1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> faulty.handle(get(MAPS))).isInstanceOf(java.io.InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Response handle(Exchange exchange, Request request) {
        try {
            return exchange.handle(request);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private <T> T passUntilDone(CompletableFuture<T> answer) {
        Await.until("the answer is there", () -> {
            wire.clock.advance(Duration.ofSeconds(1));
            return answer.isDone();
        });
        return answer.join();
    }
}
