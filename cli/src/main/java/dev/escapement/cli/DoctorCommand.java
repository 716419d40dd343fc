package dev.escapement.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import dev.escapement.Crds;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.UnreachableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code esc doctor}. */
@Command(
        name = "doctor",
        description = {
            "Says what is wrong with a cluster, for operators in general or for one, and how to mend it.",
            "The status is 0 if nothing fails, and 1 otherwise."
        },
        footer = {
            "",
            "Examples:",
            "  esc doctor",
            "  esc doctor Websites.java",
            "  esc doctor my-operator --service-account shop/websites -o json"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int JDK = 25;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OperatorSource source = new OperatorSource();

    @Option(names = "--watch", paramLabel = "NAME", description = "The only namespace that the operator works in.")
    private String watched = "";

    @Option(
            names = "--service-account",
            paramLabel = "NS/NAME",
            description = "Whose permissions to look at, instead of one's own.")
    private String account = "";

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException, IOException {
        var line = spec.commandLine();
        if (!account.isEmpty() && !account.matches("[^/]+/[^/]+")) {
            throw new ParameterException(line, "--service-account is NAMESPACE/NAME, such as shop/websites");
        }
        var declared = new ArrayList<Declared>();
        if (source.isGiven()) {
            try (var made = TemporaryFolder.create()) {
                declared.addAll(Declared.by(source.application(line, made.path()), watched));
            }
        }
        var findings = new ArrayList<Finding>();
        findings.add(jdk());
        look(declared, findings);
        output.print(line, findings, () -> lines(findings, Ansi.AUTO));
        return findings.stream().anyMatch(Finding::isFailure) ? 1 : 0;
    }

    private static Finding jdk() {
        int version = Runtime.version().feature();
        return version >= JDK
                ? Finding.ok("jdk", Runtime.version() + " in " + Processes.javaHome())
                : Finding.fail(
                        "jdk",
                        "this is Java " + version,
                        "install a JDK " + JDK + " or newer, and set JAVA_HOME to it");
    }

    private void look(List<Declared> declared, List<Finding> findings) throws InterruptedException {
        ApiClient connected;
        try {
            connected = cluster.connect();
        } catch (Failure e) {
            findings.add(Finding.fail(
                    "kubeconfig",
                    e.getMessage(),
                    "kubectl config view shows what kubectl uses; esc takes --kubeconfig and --context"));
            return;
        }
        try (var client = connected) {
            findings.add(KubeconfigCheck.of(client.config()));
            findings.addAll(ServerCheck.of(client));
            if (findings.stream().noneMatch(Finding::isFailure)) {
                look(client, declared, findings);
            }
        } catch (ApiException | UnreachableException e) {
            findings.add(Finding.fail("api server", String.valueOf(e.getMessage()), "run this again"));
        }
    }

    private void look(ApiClient client, List<Declared> declared, List<Finding> findings) throws InterruptedException {
        var from = source.names();
        var definitions = new DefinitionCheck(
                client,
                from.isEmpty()
                        ? "start an operator with --crds, or esc crds FILE.java | kubectl apply -f -"
                        : source.isProject()
                                ? "esc package " + from
                                        + " --manifests-only -d out && kubectl apply -f out/manifests/crds.yaml"
                                : "esc crds " + from + " | kubectl apply -f -");
        var letters = definitions.of(client.json().tree(Crds.deadLetters()));
        findings.add(
                letters.isFailure() // an operator works without it
                        ? Finding.warn(
                                letters.check(),
                                letters.found() + ": dead letters are lost at a restart",
                                letters.remedy())
                        : letters);
        for (var one : declared) {
            for (var definition : one.definitions()) {
                findings.add(definitions.of(definition));
            }
            // What an operator needs in its own namespace is looked for where its service account is.
            var home = account.isEmpty() ? cluster.namespace(client) : account.substring(0, account.indexOf('/'));
            var remedy = new AccessRemedy(from, one.declaration().operator(), account, watched);
            findings.addAll(new AccessCheck(client, home, account, remedy.text()).of(one.declaration()));
        }
        findings.addAll(OperationCheck.of(client, cluster.named().orElse(""), DeadLetterRequests.KIND));
    }

    private static List<String> lines(List<Finding> findings, Ansi ansi) {
        var lines = new ArrayList<String>();
        for (var finding : findings) {
            var status = "@|" + finding.status().colour + " " + (finding.status() + "  ").substring(0, 4) + "|@";
            lines.add(ansi.string(status) + "  " + finding.check() + ": " + finding.found());
            if (!finding.remedy().isEmpty()) {
                lines.add("      -> " + finding.remedy());
            }
        }
        return lines;
    }
}
