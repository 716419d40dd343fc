package dev.escapement;

import java.nio.charset.StandardCharsets;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ToldTest {
    private static Told told(String note) {
        return Told.of(
                Kind.of(Gadget.class),
                new ObjectKey("shop", "cart"),
                "uid",
                Events.Tone.NORMAL,
                "Failed",
                "Reconcile",
                note);
    }

    @ParameterizedTest
    @CsvSource({
        "tried again in 1023 ms, tried again in #",
        "took 1m30.5s, took #",
        "after 2h0m3s, after #",
        "limited to 500m of a CPU, limited to 500m of a CPU",
        "at 2026-01-01T10:00:00.123Z it failed, at # it failed",
        "uid 6ba7b810-9dad-11d1-80b4-00c04fd430c8, uid #",
        "resourceVersion 918273 is too old, resourceVersion # is too old",
        "read tcp 10.2.0.4:53412: reset, read tcp 10.2.0.4:#: reset",
        "pod cart-5d4f8c7b9d-x is gone, pod cart-#-x is gone",
        "object at 0xdeadBEEF, object at #",
        "scaled from 2 to 3, scaled from 2 to 3",
        "HTTP 503 from port 8080, HTTP 503 from port 8080",
        "the facade is dead, the facade is dead"
    })
    void whatIsNeverTheSameTwiceDoesNotMakeADifference(String note, String gist) {
        assertThat(told(note).gist()).isEqualTo(gist);
        assertThat(told(note).note()).isEqualTo(note);
    }

    @Test
    void aNoteIsCutToWhatTheApiServerTakesInWholeCharacters() {
        var note = told("x" + "ö".repeat(2000)).note();

        assertThat(note.getBytes(StandardCharsets.UTF_8).length).isBetween(1020, 1024);
        assertThat(note).endsWith("ö...");
        assertThat(told("ö".repeat(2000)).combined().note().getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(1024);
    }
}
