package dev.escapement;

import java.util.concurrent.ExecutionException;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTest {
    @ParameterizedTest
    @CsvSource({
        "400, TERMINAL",
        "401, RETRY",
        "403, TERMINAL",
        "404, RETRY",
        "405, TERMINAL",
        "408, RETRY",
        "409, REFRESH",
        "410, RETRY",
        "413, TERMINAL",
        "422, TERMINAL",
        "429, RETRY",
        "500, RETRY",
        "503, RETRY",
        "504, RETRY"
    })
    void answersMean(int code, Verdict verdict) {
        assertThat(verdict(answer(code, "no"))).isEqualTo(verdict);
        assertThat(verdict(new IllegalStateException("wrapped", new ExecutionException(answer(code, "no")))))
                .isEqualTo(verdict);
    }

    @Test
    void aQuotaMayBeRaised() {
        assertThat(verdict(answer(403, "pods \"a\" is forbidden: exceeded quota: small")))
                .isEqualTo(Verdict.RETRY);
    }

    @Test
    void anAuthorsFailuresMayPassUnlessTheySayOtherwise() {
        assertThat(verdict(new IllegalStateException("x"))).isEqualTo(Verdict.RETRY);
        assertThat(verdict(new StackOverflowError())).isEqualTo(Verdict.RETRY);
        assertThat(verdict(new TerminalException("the card is declined"))).isEqualTo(Verdict.TERMINAL);
        assertThat(verdict(new FailedRun(new Outcome.Failed("x", true, java.util.Optional.empty()))))
                .isEqualTo(Verdict.RETRY);
        assertThat(verdict(new FailedRun(new Outcome.Failed("x", false, java.util.Optional.empty()))))
                .isEqualTo(Verdict.TERMINAL);
    }

    @Test
    void theServersWishIsFoundAmongTheCauses() {
        var status = new StatusBuilder()
                .withNewDetails()
                .withRetryAfterSeconds(7)
                .endDetails()
                .build();
        var failure = new IllegalStateException(new KubernetesClientException("busy", 429, status));
        assertThat(Failures.retryAfter(failure)).hasSeconds(7);
        assertThat(Failures.isClusters(failure)).isTrue();
        assertThat(Failures.isClusters(answer(422, "no"))).isFalse();
        assertThat(Failures.isClusters(new IllegalStateException())).isFalse();
    }

    @Test
    void aFailureThatIsItsOwnCauseIsLookedAtOnce() {
        var one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));
        assertThat(verdict(one)).isEqualTo(Verdict.RETRY);
    }

    private static Verdict verdict(Throwable failure) {
        return Classifier.standard().classify(failure);
    }

    private static KubernetesClientException answer(int code, String message) {
        return new KubernetesClientException(message, code, null);
    }
}
