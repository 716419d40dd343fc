package dev.escapement;

import dev.escapement.client.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintTest {
    private static final ObjectKey WEB = new ObjectKey("shop", "web-1");
    private static final ObjectKey CART = new ObjectKey("stock", "cart");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # what is told                                              | what is the same for all of the kind
            no answer                                                   | no answer
            web-1 is not ready                                          | <name> is not ready
            PATCH /namespaces/shop/deployments/web-1-db: conflict       | PATCH /namespaces/<namespace>/deployments/<name>-db: conflict
            workshop web-12 stays                                       | workshop web<n> stays
            pod 0c7e4e0e-3c6b-4f43-9f2e-0f6f3a1c2b4d is gone            | pod <uid> is gone
            at 2026-11-21T19:24:43.123Z and 2026-11-21 19:24:43 UTC     | at <time> and <time>
            at 19:24:43, on 2026-11-21                                  | at <time>, on <time>
            dial tcp 10.96.0.1:443: refused                             | dial tcp <address>: refused
            dial tcp [fd00::1]:443: refused                             | dial tcp <address>: refused
            Widget@1b2c3d4e at 0xdeadBEEF, commit 9fceb02d0ae5          | Widget@<hex> at <hex>, commit <hex>
            image "nginx:1.27" or 'httpd' or `caddy`                    | image <text> or <text> or <text>
            can't do, won't do                                          | can't do, won't do
            retry 17 of 20, after 1.5 s                                 | retry <n> of <n>, after <n> s
            timeout after 30s, or 1h2m3s                                | timeout after <n>, or <n>
            pod web-7d9f8b6c5d-x2x4z failed                             | pod web-<hex>-<suffix> failed
            defaced facade                                              | defaced facade
            """)
    void whatVariesIsLeftOut(String message, String normalised) {
        assertThat(Fingerprint.normalised(message, WEB)).isEqualTo(normalised);
    }

    @Test
    void theSameFailureOfOtherObjectsIsTheSame() {
        assertThat(Fingerprint.of(new IllegalStateException("web-1 in shop: 3 replicas missing"), WEB))
                .isEqualTo(Fingerprint.of(new IllegalStateException("cart in stock: 17 replicas missing"), CART))
                .matches("[0-9a-f]{10}");
    }

    @Test
    void otherMessagesOrExceptionsOrCausesAreOthers() {
        assertThat(new String[] {
                    Fingerprint.of(new IllegalStateException("a"), WEB),
                    Fingerprint.of(new IllegalStateException("b"), WEB),
                    Fingerprint.of(new IllegalArgumentException("a"), WEB),
                    Fingerprint.of(new IllegalStateException("a", new RuntimeException()), WEB),
                    Fingerprint.of(new IllegalStateException(), WEB)
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void theAuthorsMethodsCountButNotTheirLinesNorOurs() {
        var failure = from("Websites.reconcile:10", "dev.escapement.Run.tried:5", "Websites.main:1");
        assertThat(failure)
                .isEqualTo(from(
                        "java.util.List.of:1",
                        "Websites.reconcile:99",
                        "dev.escapement.Run.other:7",
                        "Websites.main:2"))
                .isNotEqualTo(from("Websites.cleanup:10", "Websites.main:1"));
        assertThat(from("Websites.lambda$main$0:3")).isEqualTo(from("Websites.lambda$main$7:3"));
        assertThat(from("Websites$1.run:3")).isEqualTo(from("Websites$2.run:3"));
    }

    @Test
    void aLongMessageOrAChainThatIsARingIsNoTrouble() {
        var ring = new IllegalStateException("x".repeat(1_000_000));
        ring.initCause(new IllegalStateException("y", ring));
        assertThat(Fingerprint.of(ring, WEB)).hasSize(10);
    }

    private static String from(String... frames) {
        var failure = new IllegalStateException("a");
        var stack = new StackTraceElement[frames.length];
        for (int i = 0; i < frames.length; i++) {
            int line = frames[i].indexOf(':');
            int method = frames[i].lastIndexOf('.', line);
            stack[i] = new StackTraceElement(
                    frames[i].substring(0, method),
                    frames[i].substring(method + 1, line),
                    "A.java",
                    Integer.parseInt(frames[i].substring(line + 1)));
        }
        failure.setStackTrace(stack);
        return Fingerprint.of(failure, WEB);
    }
}
