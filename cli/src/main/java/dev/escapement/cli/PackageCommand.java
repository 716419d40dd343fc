package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import dev.escapement.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code esc package}. */
@Command(
        name = "package",
        description = "Makes of an operator what is run and applied: a Java runtime with it, a Dockerfile, manifests.",
        footer = {
            "",
            "Examples:",
            "  esc package Websites.java --image registry.example/websites:1",
            "  esc package my-operator -n shop --service-monitor",
            "  esc package Websites.java --manifests-only"
        })
final class PackageCommand implements Callable<Integer> {
    /** Says of a folder that it may be written over. */
    private static final String MARK = ".esc-package";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OperatorSource source = new OperatorSource();

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "Where to; OPERATOR-package unless set.")
    private @Nullable Path folder;

    @Option(names = "--image", paramLabel = "NAME", description = "The image's name; OPERATOR:latest unless set.")
    private @Nullable String image;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Where it is to run; a namespace of its own unless set.")
    private @Nullable String namespace;

    @Option(names = "--watch", paramLabel = "NAME", description = "The only namespace that it works in.")
    private String watched = "";

    @Option(names = "--service-monitor", description = "A ServiceMonitor for Prometheus's operator as well.")
    private boolean monitored;

    @Option(
            names = "--console",
            description = "Its console on port " + Console.PORT + ", for whoever may see it; it only shows.")
    private boolean console;

    @Option(
            names = "--add-modules",
            paramLabel = "NAMES",
            split = ",",
            description = "Modules of the JDK that it needs besides those that are found.")
    private List<String> modules = new ArrayList<>();

    @Option(names = "--manifests-only", description = "Only the manifests.")
    private boolean manifestsOnly;

    @Override
    public Integer call() throws InterruptedException, IOException {
        var line = spec.commandLine();
        checkNames(line);
        var out = line.getOut();
        try (var made = TemporaryFolder.create()) {
            var application = source.application(line, made.path());
            var declared = one(Declared.by(application, watched));
            application.checkHealth();
            var name = declared.declaration().operator();
            var target = (folder == null ? Path.of(name + "-package") : folder)
                    .toAbsolutePath()
                    .normalize();
            prepare(target);
            var imageName = image == null ? name + ":latest" : image;
            var manifests = target.resolve("manifests");
            new Manifests(
                            declared,
                            imageName,
                            namespace == null ? name : namespace,
                            namespace != null,
                            monitored,
                            console)
                    .write(manifests);
            if (!manifestsOnly) {
                var layout = new ImageLayout(target, name);
                layout.make(application, modules, imageName);
                Training.train(layout, application)
                        .ifPresent(reason ->
                                Main.say(line, "there is no good cache of classes, so it starts slower: " + reason));
                out.println("Made " + target.resolve("bin").resolve(name) + ", which runs here too. The image:");
                out.println("  docker build -t " + imageName + " " + target);
            }
            out.println("The manifests, after a look at rbac.yaml and deployment.yaml:");
            out.println("  kubectl apply -k " + manifests);
            out.flush();
        }
        return 0;
    }

    private void checkNames(CommandLine line) {
        for (var name : List.of(watched, namespace == null ? "" : namespace)) {
            if (!name.isEmpty() && !name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
                throw new ParameterException(
                        line,
                        "\"" + name
                                + "\" can be no namespace: use up to 63 lower-case letters, digits and '-', not at its ends");
            }
        }
        if (image != null && !image.matches("[a-z0-9][a-zA-Z0-9._/:@-]*")) {
            throw new ParameterException(line, "\"" + image + "\" can be no name of an image");
        }
    }

    private static Declared one(List<Declared> declared) {
        if (declared.size() > 1) {
            throw new Failure(
                    1,
                    "the program runs several operators ("
                            + String.join(
                                    ", ",
                                    declared.stream()
                                            .map(one -> one.declaration().operator())
                                            .toList())
                            + "): package programs that run one each");
        }
        return declared.getFirst();
    }

    /** An empty folder; what an earlier esc package made is replaced, and nothing else. */
    private static void prepare(Path target) throws IOException {
        if (Files.exists(target)) {
            boolean isEmpty;
            try (var files = Files.list(target)) {
                isEmpty = files.findAny().isEmpty();
            } catch (java.nio.file.NotDirectoryException e) {
                throw new Failure(1, target + " is a file: name a folder with --dir");
            }
            if (!isEmpty && !Files.exists(target.resolve(MARK))) {
                throw new Failure(
                        1,
                        target
                                + " is there and was not made by esc package: remove it, or name another folder with --dir");
            }
            TemporaryFolder.delete(target);
        }
        Files.createDirectories(target);
        Files.writeString(target.resolve(MARK), "Made by esc package, which replaces this folder.\n");
    }
}
