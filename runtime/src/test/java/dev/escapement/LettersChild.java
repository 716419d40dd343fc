package dev.escapement;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.client.Config;

/** An operator to be killed, which works on some objects and fails for others: kubeconfig, namespace, file to log to. */
final class LettersChild {
    private LettersChild() {}

    public static void main(String[] args) throws Exception {
        var log = Path.of(args[2]);
        var operator = Operator.named("killed")
                .config(Config.fromKubeconfig(Path.of(args[0]).toFile()))
                .namespace(args[1])
                .controller(Controller.of(Gadget.class)
                        .retry(Backoff.constant(Duration.ofMillis(50)).attempts(2))
                        .reconcile((gadget, _) -> {
                            var name = gadget.getMetadata().getName();
                            if (name.startsWith("bad")) {
                                throw new IllegalStateException("always");
                            }
                            return Outcome.done()
                                    .status(new Gadget.Status(gadget.getSpec().size(), null));
                        }))
                .start();
        Files.writeString(log, "ready\n", StandardOpenOption.APPEND);
        operator.awaitClosed();
    }
}
