package dev.escapement.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.WatchEvent;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import picocli.CommandLine.Help.Ansi;

/** An API server, an operator that works on it, and somebody who watches both and says what happens. */
final class Demo {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(10);
    /** How long to wait for the console's address; the demo goes on without. */
    private static final Duration CONSOLE = Duration.ofSeconds(5);

    private final Clock clock = Clock.system();
    private final PrintWriter err;
    private final Commentary commentary;
    private final Audience audience;
    private final Story story;
    private Optional<String> console = Optional.empty();

    Demo(PrintWriter out, PrintWriter err, Ansi colours) {
        this.err = err;
        this.commentary = new Commentary(out, colours, clock);
        this.story = new Story(commentary);
        this.audience = new Audience(clock, story);
    }

    /**
     * Starts everything, plays the script and goes on watching.
     *
     * @param examples the folder of the operator and its samples
     * @param port the API server's, or 0
     * @param pace how long to wait between the parts of the script
     * @return where the kubeconfig lies
     * @throws Failure if something that had to happen did not
     */
    Path play(Path examples, int port, Duration pace) throws InterruptedException, IOException {
        long deadline = clock.nanos() + LIMIT.toNanos();
        var compiling = CompletableFuture.supplyAsync(
                () -> Compilation.compile(List.of(examples.resolve("Websites.java")), err));
        var server = EmbeddedServer.start(port, null);
        commentary.tell(Actor.CLUSTER, "is an API server in this process, " + server.uri());
        var client =
                ApiClient.of(Config.fromKubeconfig(null, server.kubeconfig().toFile()));
        var compiled = result(compiling);
        var websites = Kind.of(compiled.customResources().getFirst());
        commentary.tell(Actor.OPERATOR, "is compiled from examples/Websites.java, and starts");
        OwnConsole.usual();
        var _ = new Launch(compiled.loader(), err)
                .start(
                        compiled.mains().getFirst(),
                        "--crds",
                        "--kubeconfig",
                        server.kubeconfig().toString())
                .whenComplete((_, failure) ->
                        audience.stop("the operator has ended" + (failure == null ? "" : ": " + failure)));
        awaitServed(client, websites, deadline);
        commentary.tell(Actor.OPERATOR, "has created its CustomResourceDefinition, " + websites.resource());

        console = ConsoleAddress.await(client, "websites", clock, CONSOLE);
        console.ifPresent(url -> commentary.tell(Actor.OPERATOR, "shows what it does at " + url));

        Predicate<WatchEvent> part =
                event -> event.object().header().owners().stream().anyMatch(owner -> owner.isOf(websites));
        audience.follow(client, websites, _ -> true, story::website);
        audience.follow(client, Kind.of(ConfigMap.class), part, story::configMap);
        audience.follow(client, Kind.of(Deployment.class), part, story::deployment);
        new Script(client, websites, audience, commentary, clock, pace, deadline)
                .play(examples.resolve("websites.yaml"));
        table();
        return server.kubeconfig();
    }

    /** Where the operator's console is, once it has been played. */
    Optional<String> console() {
        return console;
    }

    private static Compiled result(CompletableFuture<Compiled> compiling) {
        try {
            return compiling.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Failure told ? told : e;
        }
    }

    private void awaitServed(ApiClient client, Kind kind, long deadline) throws InterruptedException {
        while (true) {
            try {
                client.send(ApiRequest.of("GET", kind.path("")).with("limit", "1"));
                return;
            } catch (ApiException e) {
                if (!e.isNotFound() || clock.nanos() > deadline) {
                    throw e;
                }
            }
            clock.sleep(PAUSE);
        }
    }

    private void table() {
        commentary.heading("%-10s %-8s %-6s %-8s %s".formatted("WEBSITE", "SERVERS", "READY", "PHASE", "URL"));
        audience.read(told -> new TreeMap<>(told.sites()))
                .forEach((key, site) -> commentary.print("%-10s %-8d %-6d %-8s %s"
                        .formatted(key.name(), site.replicas(), site.ready(), site.phase(), site.url())));
    }
}
