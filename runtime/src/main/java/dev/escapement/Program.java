package dev.escapement;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/** An operator as the main thing of a process: its arguments, its end, its exit status. */
final class Program {
    private static final String USAGE =
            "arguments: [--kubeconfig FILE] [--context NAME] [--namespace NAME | --all-namespaces] [--crds]";

    /** What the arguments say. */
    record Arguments(
            @Nullable String kubeconfig,
            @Nullable String context,
            String namespace,
            boolean crds,
            @Nullable String declare) {
        static Arguments parse(String... args) {
            String kubeconfig = null;
            String context = null;
            String namespace = "";
            boolean all = false;
            boolean crds = false;
            String declare = null;
            for (var words = Arrays.asList(args).iterator(); words.hasNext(); ) {
                var word = words.next();
                switch (word) {
                    case "--kubeconfig" -> kubeconfig = value(word, words);
                    case "--context" -> context = value(word, words);
                    case "--namespace", "-n" -> namespace = value(word, words);
                    case "--all-namespaces", "-A" -> all = true;
                    case "--crds" -> crds = true;
                    case "--declare" -> declare = value(word, words);
                    default -> throw new IllegalArgumentException("unknown argument \"" + word + "\"; " + USAGE);
                }
            }
            if (all && !namespace.isEmpty()) {
                throw new IllegalArgumentException("--namespace and --all-namespaces exclude each other");
            }
            return new Arguments(kubeconfig, context, namespace, crds, declare);
        }

        private static String value(String name, Iterator<String> words) {
            if (!words.hasNext()) {
                throw new IllegalArgumentException(name + " needs a value; " + USAGE);
            }
            return words.next();
        }
    }

    private Program() {}

    static void run(OperatorBuilder builder, String... args) {
        try {
            var arguments = Arguments.parse(args);
            if (!arguments.namespace.isEmpty()) {
                builder.namespace(arguments.namespace);
            }
            if (arguments.declare != null) {
                Declared.write(builder, Path.of(arguments.declare));
                return;
            }
            if (arguments.kubeconfig != null || arguments.context != null) {
                builder.config(Connection.resolve(arguments.kubeconfig, arguments.context));
            }
            if (arguments.crds) {
                Crds.apply(builder);
            }
            var operator = builder.start();
            // The JVM's exit status after a signal is 128 + its number; a run that had to be abandoned makes it 1.
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                if (operator.stop() > 0) {
                    Runtime.getRuntime().halt(1);
                }
            }));
            operator.awaitClosed();
        } catch (IllegalArgumentException e) {
            end(builder, 2, e);
        } catch (OperatorException e) {
            end(builder, 1, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(OperatorBuilder builder, int status, RuntimeException failure) {
        System.err.println(builder.name() + ": " + failure.getMessage());
        System.exit(status);
    }
}
