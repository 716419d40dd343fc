package dev.escapement.cache;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.escapement.cache.Change.Type;
import dev.escapement.client.Header;
import dev.escapement.client.RawObject;
import dev.escapement.time.VirtualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ListenersTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Listeners listeners = new Listeners(clock);
    private final List<String> heard = new ArrayList<>();
    private boolean failing;

    @Test
    void whatAListenerThrewOnIsToldAgain() {
        listeners.add(this::hear);
        failing = true;
        listeners.changed(change(Type.ADDED, null, 1));
        failing = false;
        assertThat(heard).isEmpty();
        clock.advance(Listeners.AGAIN);
        assertThat(heard).containsExactly("ADDED -1");
        clock.advance(Listeners.AGAIN.multipliedBy(10));
        listeners.changed(change(Type.CHANGED, 1, 2));
        assertThat(heard).containsExactly("ADDED -1", "CHANGED 12");
    }

    @Test
    void theOtherListenersHearItAtOnce() {
        var others = new ArrayList<Change>();
        listeners.add(_ -> {
            throw new AssertionError("a bug");
        });
        listeners.add(others::add);
        listeners.changed(change(Type.ADDED, null, 1));
        assertThat(others).hasSize(1);
    }

    @Test
    void whatCameMeanwhileIsToldAsOneChangeForEachObject() {
        assertThat(merged(change(Type.ADDED, null, 1), change(Type.CHANGED, 1, 2)))
                .isEqualTo("ADDED -2");
        assertThat(merged(change(Type.CHANGED, 1, 2), change(Type.CHANGED, 2, 3)))
                .isEqualTo("CHANGED 13");
        assertThat(merged(change(Type.CHANGED, 1, 2), change(Type.DELETED, 2, null)))
                .isEqualTo("DELETED 1-");
        assertThat(merged(change(Type.ADDED, null, 1), change(Type.DELETED, 1, null)))
                .isEqualTo("DELETED 1-");
        assertThat(merged(change(Type.DELETED, 1, null), change(Type.ADDED, null, 2)))
                .isEqualTo("CHANGED 12");
    }

    @Test
    void nothingIsToldAgainOnceTheyAreClosed() {
        listeners.add(this::hear);
        failing = true;
        listeners.changed(change(Type.ADDED, null, 1));
        listeners.close();
        clock.advance(Listeners.AGAIN.multipliedBy(10));
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whoComesLaterIsToldFirstWhatThereIs() {
        listeners.changed(change(Type.ADDED, null, 1));
        listeners.add(this::hear, () -> Stream.of(change(Type.ADDED, null, 1)));
        listeners.changed(change(Type.CHANGED, 1, 2));
        assertThat(heard).containsExactly("ADDED -1", "CHANGED 12");
    }

    @Test
    void whoIsTakenOutIsToldNothingMoreNotEvenWhatItThrewOn() {
        ChangeListener leaving = this::hear;
        listeners.add(leaving);
        listeners.changed(change(Type.ADDED, null, 1));
        failing = true;
        listeners.changed(change(Type.CHANGED, 1, 2));
        failing = false;
        listeners.remove(leaving);
        listeners.changed(change(Type.CHANGED, 2, 3));
        clock.advance(Listeners.AGAIN.multipliedBy(10));
        assertThat(heard).containsExactly("ADDED -1");
        assertThat(clock.pending()).isZero();
    }

    private String merged(Change first, Change second) {
        heard.clear();
        var anew = new Listeners(clock);
        anew.add(this::hear);
        failing = true;
        anew.changed(first);
        anew.changed(second);
        clock.advance(Listeners.AGAIN.multipliedBy(3));
        failing = false;
        clock.advance(Listeners.AGAIN);
        assertThat(heard).hasSize(1);
        return heard.getFirst();
    }

    private void hear(Change change) {
        if (failing) {
            throw new AssertionError("a bug");
        }
        heard.add(change.type() + " " + version(change.before()) + version(change.after()));
    }

    private static String version(@Nullable Header header) {
        return header == null ? "-" : header.resourceVersion();
    }

    private static Change change(Type type, @Nullable Integer before, @Nullable Integer after) {
        return new Change(
                type,
                Scripted.MAPS,
                before == null ? null : object(before).header(),
                after == null ? null : object(after).header(),
                "9",
                false,
                "me");
    }

    private static RawObject object(int version) {
        return RawObject.of(Scripted.object("a", version).getBytes(UTF_8));
    }
}
