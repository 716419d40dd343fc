package dev.escapement.simulation;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When a scripted crash comes; here it throws, so that there is somebody left to tell of it. */
class CrashPointTest {
    private static final Request REQUEST = Request.of("GET", "/api/v1/namespaces");

    private final List<Request> sent = new ArrayList<>();
    private boolean failing;
    private final CrashPoint crash = new CrashPoint(this::send, () -> {
        throw new IllegalStateException("crashed");
    });

    private Response send(Request request) throws IOException {
        sent.add(request);
        if (failing) {
            throw new ConnectException("Connection refused");
        }
        return Response.json(200, new byte[0]);
    }

    private void assertCrashes() {
        assertThatThrownBy(() -> crash.handle(REQUEST)).hasMessage("crashed");
    }

    @Test
    void itComesBeforeARequestIsSent() throws IOException {
        crash.arm(1, false);
        assertThat(crash.handle(REQUEST).status()).isEqualTo(200);
        assertCrashes();
        assertThat(sent).hasSize(1);
    }

    @Test
    void itComesWhenARequestHasBeenAnswered() throws IOException {
        crash.arm(1, true);
        assertThat(crash.handle(REQUEST).status()).isEqualTo(200);
        assertCrashes();
        assertThat(sent).hasSize(2);
    }

    @Test
    void itComesAlthoughTheRequestFails() {
        crash.arm(0, true);
        failing = true;
        assertCrashes();
    }

    @Test
    void itDoesNotComeWhenAllIsToBeCalm() throws IOException {
        crash.arm(0, true);
        crash.disarm();
        assertThat(crash.handle(REQUEST).status()).isEqualTo(200);
    }
}
