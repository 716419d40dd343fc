package dev.escapement;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.client.Config;
import org.jspecify.annotations.Nullable;

/** Which cluster: the named kubeconfig, else what kubectl would use, else the cluster that this runs in. */
public final class Connection {
    private Connection() {}

    /**
     * Reads the configuration.
     *
     * @param kubeconfig the file; null for what kubectl would use
     * @param context the context in it; null for the current one
     * @throws OperatorException if there is none, or if it can't be read
     */
    public static Config resolve(@Nullable String kubeconfig, @Nullable String context) {
        var config = kubeconfig == null ? automatic(context) : fromFile(Path.of(kubeconfig), context);
        if (context != null
                && (config.getCurrentContext() == null
                        || !config.getCurrentContext().getName().equals(context))) {
            var known = config.getContexts().stream()
                    .map(c -> "\"" + c.getName() + "\"")
                    .collect(Collectors.joining(", "));
            throw new OperatorException("there is no context \"" + context + "\" in the kubeconfig; it has "
                    + (known.isEmpty() ? "none" : known));
        }
        return config;
    }

    private static Config automatic(@Nullable String context) {
        var named = System.getenv("KUBECONFIG");
        if (named != null && !named.isBlank()) {
            for (var file : named.split(File.pathSeparator, -1)) {
                if (!file.isBlank()) {
                    checkReadable(Path.of(file), " (named by the environment variable KUBECONFIG)");
                }
            }
        } else if (!Files.exists(Path.of(System.getProperty("user.home"), ".kube", "config"))
                && System.getenv("KUBERNETES_SERVICE_HOST") == null) {
            throw new OperatorException(
                    "no cluster is configured: there is neither a ~/.kube/config nor a KUBECONFIG, and this is"
                            + " not a pod. Name a kubeconfig with --kubeconfig; esc run also has --embedded, for an API server of its own");
        }
        return parsed("the kubeconfig", () -> Config.autoConfigure(context));
    }

    private static Config fromFile(Path file, @Nullable String context) {
        checkReadable(file, "");
        var config = parsed("kubeconfig " + file, () -> Config.fromKubeconfig(context, file.toFile()));
        if (config.getCurrentContext() == null && context == null) {
            throw new OperatorException(
                    "kubeconfig " + file + " has no current-context among its contexts: choose one with --context");
        }
        return config;
    }

    private static void checkReadable(Path file, String origin) {
        if (!Files.exists(file)) {
            throw new OperatorException("kubeconfig " + file + origin + " does not exist");
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new OperatorException(
                    "kubeconfig " + file + origin + " cannot be read: check that it is a file and its permissions");
        }
    }

    private interface Reading {
        Config read() throws Exception;
    }

    private static Config parsed(String what, Reading reading) {
        Config config;
        try {
            config = reading.read();
        } catch (Exception e) {
            throw new OperatorException(what + " is no kubeconfig that can be understood: " + rootMessage(e), e);
        }
        if (config.getMasterUrl() == null || config.getMasterUrl().isBlank()) {
            throw new OperatorException(what + " names no server: check its current-context and clusters");
        }
        return config;
    }

    private static String rootMessage(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        var message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.lines().findFirst().orElse(message); // Jackson adds lines on where in its own terms
    }
}
