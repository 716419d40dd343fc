package dev.escapement;

import java.time.Instant;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EventFormTest {
    private static EventSeries series(String name, String note, Instant first) {
        var told = Told.of(
                Kind.of(Gadget.class),
                new ObjectKey("shop", name),
                "uid",
                Events.Tone.NORMAL,
                "Done",
                "Reconcile",
                note);
        return new EventSeries(told, first);
    }

    @Test
    void aNameIsAlwaysTheSameAndDiffersFromOthers() {
        var form = new EventForm("test", "host");
        var now = Instant.EPOCH;
        var key = form.key(series("cart", "made", now));

        assertThat(key).isEqualTo(form.key(series("cart", "made", now)));
        assertThat(key.namespace()).isEqualTo("shop");
        assertThat(key.name()).matches("cart\\.[0-9a-f]{16}");
        assertThat(key).isNotEqualTo(form.key(series("cart", "scaled", now)));
        assertThat(key).isNotEqualTo(form.key(series("cart", "made", now.plusNanos(1000))));
        assertThat(key).isNotEqualTo(new EventForm("test", "another").key(series("cart", "made", now)));
    }

    /** Else a simulation would not be a function of its seed. */
    @Test
    void itIsTheSameInEachProcess() {
        assertThat(new EventForm("test", "host")
                        .key(series("cart", "made", Instant.EPOCH))
                        .name())
                .isEqualTo("cart.7fc17315e098a081");
    }

    @ParameterizedTest
    @ValueSource(strings = {"system:controller:a", "A.B", "a.-b", "::", "a."})
    void anyNameOfAnObjectCanBeginTheNameOfAnEvent(String name) {
        assertName(name);
    }

    @Test
    void aLongNameIsCut() {
        assertName("a".repeat(253));
        assertName("a".repeat(235) + "." + "b".repeat(17));
    }

    private static void assertName(String name) {
        var key = new EventForm("test", "host").key(series(name, "made", Instant.EPOCH));
        assertThat(key.name())
                .hasSizeLessThanOrEqualTo(253)
                .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    }
}
