package dev.escapement.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import dev.escapement.testcluster.Await;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;

import static dev.escapement.cli.Esc.esc;
import static org.assertj.core.api.Assertions.assertThat;

/** What an operator's own console says is understood. */
class RunningConsoleTest {
    @Test
    void topAndWhyReadWhatAnOperatorTells() throws Exception {
        try (var server = EmbeddedServer.start(0, null);
                var operator = Operator.named("shop")
                        .config(Config.fromKubeconfig(server.kubeconfig().toFile()))
                        .controller(Controller.of(ConfigMap.class)
                                .labelled("shop=yes")
                                .reconcile((_, _) -> Outcome.failed("no disk")))
                        .start();
                var console = dev.escapement.console.Console.of(operator)
                        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .start()) {
            operator.client()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace("default")
                            .withName("page")
                            .addToLabels("shop", "yes")
                            .endMetadata()
                            .build())
                    .serverSideApply();
            Await.until("it has failed once", () -> operator.runs().stream().anyMatch(run -> run.failed() > 0));
            var there = new Object[] {"--console", console.url(), "--kubeconfig", server.kubeconfig()};

            var top = esc("top", there[0], there[1], there[2], there[3]);
            assertThat(top.err()).isEmpty();
            assertThat(top.out()).contains("operator shop").containsPattern("configmaps +1 ");

            var why = esc("why", "cm", "page", there[0], there[1], there[2], there[3]);
            assertThat(why.err()).isEmpty();
            assertThat(why.out())
                    .contains("Operator shop, controller configmaps: ")
                    .contains("no disk")
                    .contains("    because: ");
        }
    }
}
