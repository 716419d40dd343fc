package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code esc why}. */
@Command(
        name = "why",
        description = {
            "Says why an object is as it is: why it ran, what came of it, what is next.",
            "Where no operator's console answers, it says what the cluster alone tells."
        },
        footer = {"", "Examples:", "  esc why website hello", "  esc why deploy/web -n shop -o yaml"})
final class WhyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..2", paramLabel = "KIND NAME", description = "The object, such as: website hello")
    private List<String> object = List.of();

    @Mixin
    private ConsoleOptions console = new ConsoleOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /**
     * What is said.
     *
     * @param consoles what operators say of it, one for each controller; none if none could be asked or knows it
     * @param cluster what the cluster says
     */
    record Answer(String kind, String namespace, String name, List<Told> consoles, ClusterStory cluster) {}

    /** What the console of an operator tells of the object, as docs/console-api.md describes it. */
    record Told(String operator, JsonNode object) {}

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        var words = object.size() == 1 ? object.getFirst().split("/", 2) : object.toArray(String[]::new);
        if (words.length != 2 || words[0].isEmpty() || words[1].isEmpty()) {
            throw new ParameterException(line, "name an object by KIND NAME or KIND/NAME, such as: website hello");
        }
        return cluster.work(client -> {
            var answer = ask(client, words[0], words[1]);
            output.print(line, answer, () -> new WhyText(answer, Clock.system().now()).lines());
        });
    }

    private Answer ask(ApiClient client, String word, String name) throws InterruptedException {
        var kind = new KindSearch(client).find(word);
        var namespace = kind.namespaced() ? cluster.namespace(client) : "";
        var key = new ObjectKey(namespace, name);
        var story = ClusterStory.of(client, kind, key)
                .orElseThrow(() -> new Failure(
                        1,
                        "there is no " + kind.name() + " \"" + name + "\""
                                + (namespace.isEmpty()
                                        ? ""
                                        : " in namespace \"" + namespace + "\": name another with -n")));
        return new Answer(kind.name(), namespace, name, told(client, kind, key), story);
    }

    private List<Told> told(ApiClient client, Kind kind, ObjectKey key) throws InterruptedException {
        var told = new ArrayList<Told>();
        var found = console.find(client, "");
        if (found.isEmpty() && console.named().isPresent()) {
            throw new Failure(
                    1, "no operator's console answers at " + console.named().get());
        }
        for (var one : found) {
            var controllers = one.get("controllers");
            if (controllers.isEmpty()) {
                continue;
            }
            for (var controller : controllers.get().path("items")) {
                if (controller.path("resource").asText().equals(kind.resource())) {
                    one.get("objects/" + Console.segment(controller.path("name").asText()) + "/"
                                    + Console.segment(key.namespace()) + "/" + Console.segment(key.name()))
                            .ifPresent(answer -> told.add(new Told(one.operator(), answer)));
                }
            }
        }
        return told;
    }
}
