package dev.escapement.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemoTest {
    @Test
    void showsTheOperatorAtWorkAndEnds() throws Exception {
        try (var demo = EscProcess.start("demo", "--once")) {
            var report = demo.rest();

            assertThat(demo.status()).as(report).isZero();
            assertThat(report)
                    .containsSubsequence(
                            "you       create website docs, 2 servers",
                            "operator  creates Deployment docs, 2 servers",
                            "operator  reports website docs Ready, 2 of 2 servers ready",
                            "you       scale website docs from 2 to 4 servers",
                            "operator  sets Deployment docs to 4 servers",
                            "operator  reports website docs Ready, 4 of 4 servers ready",
                            "you       change the page of website hello",
                            "operator  sets ConfigMap hello",
                            "somebody  deletes ConfigMap hello",
                            "operator  creates ConfigMap hello again",
                            "docs       4        4      Ready    http://docs.default.svc")
                    .contains("you       delete website blog", "cluster   removes Deployment blog")
                    .doesNotContain("WARN", "ERROR", "\u001b");
        }
    }

    @Test
    void staysUntilItIsToldToEnd() throws Exception {
        try (var demo = EscProcess.start("demo")) {
            var kubeconfig = Path.of(demo.lineWith("export KUBECONFIG=").split("=")[1]);
            assertThat(kubeconfig).content().contains("https://127.0.0.1:");
            demo.lineWith("Ctrl-C ends it.");

            demo.terminate();

            assertThat(demo.status()).isEqualTo(128 + 15);
            assertThat(Files.exists(kubeconfig)).isFalse();
        }
    }
}
