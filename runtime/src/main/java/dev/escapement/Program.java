package dev.escapement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operator as the main thing of a process: its arguments, its end, its exit status. */
final class Program {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);
    private static final String USAGE =
            "arguments: [--kubeconfig FILE] [--context NAME] [--namespace NAME | --all-namespaces] [--crds]";

    private final List<ProgramPart> parts;

    private Program(List<ProgramPart> parts) {
        this.parts = parts;
    }

    /** What the arguments say. */
    record Arguments(
            @Nullable String kubeconfig,
            @Nullable String context,
            String namespace,
            boolean crds,
            boolean help,
            @Nullable String declare,
            Map<String, String> others) {
        /**
         * Reads arguments.
         *
         * @param known the names of options that parts of the program know; {@code --name} or {@code --name=value}
         */
        static Arguments parse(Set<String> known, String... args) {
            var others = new HashMap<String, String>();
            String kubeconfig = null;
            String context = null;
            String namespace = "";
            boolean all = false;
            boolean crds = false;
            boolean help = false;
            String declare = null;
            for (var words = Arrays.asList(args).iterator(); words.hasNext(); ) {
                var word = words.next();
                switch (word) {
                    case "--kubeconfig" -> kubeconfig = value(word, words);
                    case "--context" -> context = value(word, words);
                    case "--namespace", "-n" -> namespace = value(word, words);
                    case "--all-namespaces", "-A" -> all = true;
                    case "--crds" -> crds = true;
                    case "--help", "-h" -> help = true;
                    case "--declare" -> declare = value(word, words);
                    default -> {
                        var option = word.split("=", 2);
                        if (!option[0].startsWith("--") || !known.contains(option[0].substring(2))) {
                            throw new IllegalArgumentException(
                                    "unknown argument \"" + word + "\"; " + USAGE + also(known));
                        }
                        others.put(option[0].substring(2), option.length == 1 ? "" : option[1]);
                    }
                }
            }
            if (all && !namespace.isEmpty()) {
                throw new IllegalArgumentException("--namespace and --all-namespaces exclude each other");
            }
            return new Arguments(kubeconfig, context, namespace, crds, help, declare, Map.copyOf(others));
        }

        private static String also(Set<String> known) {
            return new TreeSet<>(known)
                    .stream().map(option -> " [--" + option + "]").collect(Collectors.joining());
        }

        private static String value(String name, Iterator<String> words) {
            if (!words.hasNext()) {
                throw new IllegalArgumentException(name + " needs a value; " + USAGE);
            }
            return words.next();
        }
    }

    static void run(OperatorBuilder builder, String... args) {
        new Program(ServiceLoader.load(ProgramPart.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList())
                .start(builder, args);
    }

    private void start(OperatorBuilder builder, String... args) {
        try {
            var known = parts.stream().flatMap(part -> part.options().stream()).collect(Collectors.toSet());
            var arguments = Arguments.parse(known, args);
            if (arguments.help) {
                System.out.println(builder.name() + ": " + USAGE + Arguments.also(known));
                return;
            }
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
            var open = new ArrayList<AutoCloseable>();
            for (var part : parts) {
                open.add(part.open(operator, arguments.others));
            }
            operator.awaitClosed();
            for (var part : open) {
                part.close();
            }
            if (operator.hasLostLease()) {
                throw new OperatorException("it has lost its Lease, and is to be started anew, to stand by");
            }
        } catch (IllegalArgumentException e) {
            end(builder, 2, e);
        } catch (OperatorException e) {
            end(builder, 1, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("{}: a part of the program did not end in order", builder.name(), e);
        }
    }

    private static void end(OperatorBuilder builder, int status, RuntimeException failure) {
        System.err.println(builder.name() + ": " + failure.getMessage());
        System.exit(status);
    }
}
