package dev.escapement;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyStateTest {
    private static final Kind GADGETS = new Kind("test", "v1", "Gadget", "gadgets", true);
    private static final ObjectKey KEY = new ObjectKey("n", "a");

    private final KeyState state = new KeyState();

    @Test
    void thereIsNoRunWithoutACause() {
        assertThat(causes(0)).isEmpty();
    }

    @Test
    void whatTheRunItselfWroteIsNoCause() {
        state.add(changed("5"));
        state.wrote(GADGETS, header("5"));
        assertThat(causes(0)).isEmpty();
    }

    @Test
    void whatOthersWroteStaysACause() {
        state.add(changed("4"));
        state.add(changed("5"));
        state.wrote(GADGETS, header("5"));
        assertThat(causes(0)).containsExactly(changed("4"));
    }

    @Test
    void aScheduleIsACauseWhenItIsDue() {
        state.due = new KeyState.Due(100, Cause.What.RETRIED);
        assertThat(causes(99)).isEmpty();
        assertThat(causes(100)).extracting(Cause::what).containsExactly(Cause.What.RETRIED);
    }

    @Test
    void aRunWhoseCausesHadNoRoomHappensAllTheSame() {
        for (int i = 0; i < 50; i++) {
            state.add(changed("7"));
        }
        state.wrote(GADGETS, header("7"));
        assertThat(causes(0)).hasSize(1);
        assertThat(causes(0)).isEmpty();
    }

    @Test
    void aStateThatIsMadeByTheWorkerRunsOnce() {
        var late = KeyState.withLostCauses();
        assertThat(late.takeCauses(GADGETS, KEY, 0)).hasSize(1);
        assertThat(late.takeCauses(GADGETS, KEY, 0)).isEmpty();
    }

    private List<Cause> causes(long now) {
        return state.takeCauses(GADGETS, KEY, now);
    }

    private static Cause changed(String version) {
        return new Cause(Cause.What.CHANGED, "Gadget", KEY, version);
    }

    private static Header header(String version) {
        return RawObject.of("""
                {"metadata": {"namespace": "%s", "name": "%s", "uid": "u", "resourceVersion": "%s", "generation": 1}}""".formatted(KEY.namespace(), KEY.name(), version).getBytes(StandardCharsets.UTF_8));
    }
}
