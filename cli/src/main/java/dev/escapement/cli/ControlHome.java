package dev.escapement.cli;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.Controls;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import picocli.CommandLine;

/**
 * Finds the namespace in which an operator reads the ConfigMap that controls it: what is said in another one is heard by nobody. An
 * operator is known by its ConfigMap, and by the Deployment that {@code esc package} has made for it.
 */
final class ControlHome {
    private static final Kind MAPS = Kind.of(ConfigMap.class);
    private static final Kind DEPLOYMENTS = Kind.of(Deployment.class);
    private static final int PAGE = 100;

    private final ApiClient client;
    private final String operator;
    private final String usual;
    private final Set<String> deployed = new TreeSet<>();
    private final Set<String> found = new TreeSet<>();

    private ControlHome(ApiClient client, String operator, String usual) {
        this.client = client;
        this.operator = operator;
        this.usual = usual;
    }

    /**
     * The namespace that is named, else the one that the operator is found in, else the context's. Says on stderr what is doubtful.
     *
     * @throws Failure if it is found in several, and none is named
     */
    static String find(ApiClient client, ClusterOptions cluster, String operator, CommandLine line)
            throws InterruptedException {
        var home = new ControlHome(client, operator, cluster.namespace(client));
        home.look();
        return home.choose(cluster.named().isPresent(), line);
    }

    private String choose(boolean isNamed, CommandLine line) {
        if (found.isEmpty()) {
            Main.say(
                    line,
                    quoted(operator)
                            + " was not found, neither its ConfigMap nor a Deployment that esc package made: what is"
                            + " said in namespace " + quoted(usual)
                            + " holds if it works there, else name its namespace"
                            + " with -n");
            return usual;
        }
        if (isNamed) {
            if (!found.contains(usual)) {
                Main.say(
                        line,
                        quoted(operator) + " was found in " + places(found) + ", not in " + places(Set.of(usual)));
            }
            return usual;
        }
        if (deployed.isEmpty() ? found.contains(usual) : deployed.contains(usual)) {
            return usual;
        }
        var likely = deployed.isEmpty() || found.contains(usual) ? found : deployed;
        if (likely.size() > 1) {
            throw new Failure(1, quoted(operator) + " was found in " + places(likely) + ": name one with -n");
        }
        var one = likely.iterator().next();
        Main.say(line, quoted(operator) + " was found in " + places(likely) + ", so it is told there");
        return one;
    }

    private static String places(Collection<String> namespaces) {
        return (namespaces.size() == 1 ? "namespace " : "namespaces ")
                + namespaces.stream().map(ControlHome::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    private void look() throws InterruptedException {
        var labels = "app.kubernetes.io/managed-by=escapement,app.kubernetes.io/name=" + operator;
        for (var deployment : everywhere(DEPLOYMENTS, Selection.in("").labelled(labels))) {
            deployed.add(worksIn(client.json().parse(deployment.json())));
        }
        found.addAll(deployed);
        var name = Selection.in("").fields("metadata.name=" + Controls.mapName(operator));
        everywhere(MAPS, name.onlyMetadata()).forEach(map -> found.add(map.key().namespace()));
    }

    /** In all namespaces, or for those who may not look there, in the usual one. */
    private Collection<RawObject> everywhere(Kind kind, Selection selection) throws InterruptedException {
        try {
            return list(kind, selection);
        } catch (ApiException e) {
            if (e.code() != 403) {
                throw e;
            }
        }
        try {
            return list(kind, selection.within(usual));
        } catch (ApiException e) {
            if (e.code() != 403) {
                throw e;
            }
            return Set.of(); // who may not list may change what is named all the same
        }
    }

    private Collection<RawObject> list(Kind kind, Selection selection) throws InterruptedException {
        return client.list(Clock.system(), kind, selection, PAGE, "").items();
    }

    /** The namespace of a Deployment, or the only one that its operator works in by its arguments. */
    private static String worksIn(JsonNode deployment) {
        for (var container :
                deployment.path("spec").path("template").path("spec").path("containers")) {
            var arguments = container.path("args");
            for (int i = 0; i + 1 < arguments.size(); i++) {
                if (arguments.path(i).asText().matches("--namespace|-n")) {
                    return arguments.path(i + 1).asText();
                }
            }
        }
        return deployment.path("metadata").path("namespace").asText();
    }
}
