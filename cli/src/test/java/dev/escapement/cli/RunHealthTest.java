package dev.escapement.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunHealthTest {
    @Test
    void anOperatorOfOneFileServesItsHealthAndMetrics() throws Exception {
        try (var esc =
                EscProcess.start("run", "../examples/Websites.java", "--embedded", "--no-console", "--health", "0")) {
            var said = esc.lineWith("websites: health and metrics are on port ");
            var port = said.substring(said.lastIndexOf(' ') + 1);

            assertThat(get(port, "readyz")).isEqualTo("ok\n");
            assertThat(get(port, "metrics")).contains("escapement_build_info{operator=\"websites\"");
        }
    }

    private static String get(String port, String path) throws Exception {
        try (var in =
                URI.create("http://127.0.0.1:" + port + "/" + path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
