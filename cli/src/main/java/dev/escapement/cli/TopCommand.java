package dev.escapement.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.escapement.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code esc top}. */
@Command(
        name = "top",
        description = "Shows what running operators do: queues, runs, failures. On a terminal it goes on until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  esc top",
            "  esc top --operator shop --once -o json",
            "  kubectl port-forward deploy/shop 8372 & esc top --console http://127.0.0.1:8372/"
        })
final class TopCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** To the corner, and nothing is left of the earlier table. */
    private static final String CLEAR = "\033[H\033[J";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConsoleOptions console = new ConsoleOptions();

    @Option(names = "--once", description = "End after one look, also on a terminal.")
    private boolean once;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (console.named().isPresent()) {
            show(console.findNamed());
            return 0;
        }
        return cluster.work(client -> show(console.find(client, cluster.named().orElse(""))));
    }

    private void show(List<Console> found) throws InterruptedException {
        var line = spec.commandLine();
        if (found.isEmpty()) {
            throw new Failure(
                    1,
                    "no operator's console answers"
                            + console.named().map(url -> " at " + url).orElse("")
                            + ": start the operator with --console, or name one with --console; what is in a cluster can be"
                            + " reached by kubectl port-forward");
        }
        boolean live = !once && output.isTable() && Terminal.isThere();
        var clock = Clock.system();
        var before = looks(found);
        long since = clock.nanos();
        do {
            clock.sleep(PAUSE);
            var now = looks(found);
            long time = clock.nanos();
            var views = new ArrayList<TopView>();
            for (int i = 0; i < found.size(); i++) {
                views.add(TopView.of(
                        found.get(i).operator(),
                        before.get(i),
                        now.get(i),
                        Duration.ofNanos(time - since),
                        clock.now()));
            }
            print(line, views, live);
            before = now;
            since = time;
        } while (live);
    }

    private void print(CommandLine line, List<TopView> views, boolean live) {
        PrintWriter out = line.getOut();
        if (live) {
            out.print(CLEAR);
        }
        output.print(
                line,
                views,
                () -> views.stream().flatMap(view -> view.lines().stream()).toList());
    }

    private static List<TopView.Look> looks(List<Console> consoles) throws InterruptedException {
        var looks = new ArrayList<TopView.Look>();
        for (var one : consoles) {
            looks.add(new TopView.Look(
                    one.get("overview").orElse(MissingNode.getInstance()),
                    one.get("controllers").orElse(MissingNode.getInstance()),
                    one.get("tasks").orElse(MissingNode.getInstance())));
        }
        return looks;
    }
}
