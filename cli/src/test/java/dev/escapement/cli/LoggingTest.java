package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LoggingTest {
    @TempDir
    private Path folder;

    @Test
    void linesSayWhichObjectTheyAreAbout() throws Exception {
        var output = run("""
                import org.slf4j.*;
                void main() {
                    var log = LoggerFactory.getLogger("dev.escapement.shop.carts");
                    log.info("before {}", "{}");
                    MDC.put("object", "shop/cart");
                    MDC.put("attempt", "1");
                    log.info("made {} of {}", "page", 2);
                    log.info("shop/cart: said already");
                    MDC.put("attempt", "3");
                    log.warn("failed", new IllegalStateException("the cause"));
                    log.debug("hidden");
                    MDC.clear();
                    log.info("after");
                }
                """);

        assertThat(output.lines()
                        .filter(line -> line.contains("carts"))
                        .map(line -> line.replaceFirst("^[0-9:.]{12} ", "")))
                .containsExactly(
                        "INFO carts - before {}",
                        "INFO carts - shop/cart: made page of 2",
                        "INFO carts - shop/cart: said already",
                        "WARN carts - shop/cart (attempt 3): failed",
                        "INFO carts - after");
        assertThat(output)
                .contains("java.lang.IllegalStateException: the cause")
                .doesNotContain("SLF4J");
    }

    private String run(String source) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("App.java"), source);
        try (var esc = EscProcess.start("run", file.toString())) {
            var output = esc.rest();
            assertThat(esc.status()).isZero();
            return output;
        }
    }
}
