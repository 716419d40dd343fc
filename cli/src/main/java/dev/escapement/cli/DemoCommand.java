package dev.escapement.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code esc demo}. */
@Command(
        name = "demo",
        description = "Shows an operator at work, on an API server of its own, and says what happens.",
        footer = {
            "",
            "Examples:",
            "  esc demo                          until Ctrl-C, for joining in with kubectl",
            "  esc demo --once                   ends with status 0 when all has gone well"
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration PACE = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--once", description = "End when everything has happened; status 1 if something did not.")
    private boolean once;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The API server's port on the loopback address; a free one unless set.")
    private int port;

    @Override
    public Integer call() throws Exception {
        Logging.quietly();
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        var demo = new Demo(out, err, Ansi.AUTO);
        var kubeconfig = demo.play(examples(), port, once ? Duration.ZERO : PACE);
        if (once) {
            System.exit(0); // the operator's main does not return; its shutdown hook stops it
        }
        invitation(kubeconfig).forEach(out::println);
        demo.console().ifPresent(url -> out.println("In a browser: " + url));
        out.flush();
        new CountDownLatch(1).await(); // a signal ends the process
        return 0;
    }

    private static List<String> invitation(Path kubeconfig) {
        return List.of(
                "",
                "The operator goes on, and so does this report. Try in another terminal:",
                "  export KUBECONFIG=" + kubeconfig,
                "  kubectl get websites -w",
                "  kubectl patch website hello --type=merge -p '{\"spec\":{\"replicas\":5}}'",
                "  kubectl scale deployment docs --replicas=9     # somebody meddles with it",
                "  kubectl delete website docs",
                "Ctrl-C ends it.",
                "");
    }

    /** The launcher says where the project is; without it, it's the current folder. */
    private static Path examples() {
        var examples = Path.of(System.getProperty("escapement.home", "")).resolve("examples");
        if (!Files.exists(examples.resolve("Websites.java"))) {
            throw new Failure(
                    1,
                    "the demo needs " + examples.resolve("Websites.java") + ", which is not there: run it by the"
                            + " esc script of a complete clone of the project");
        }
        return examples;
    }
}
