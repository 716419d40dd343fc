package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;

import dev.escapement.cli.DeadLetterRequests.Found;
import dev.escapement.client.ObjectKey;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The letters that something is to be done to, after a preview and with somebody's consent. */
final class LetterTargets {
    private static final int PREVIEW = 20;

    @Mixin
    private ScopeOptions cluster = new ScopeOptions();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "The names of dead letters.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private LetterFilter filter = new LetterFilter();

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only say what it would concern.")
    private boolean dryRun;

    /**
     * Annotates them.
     *
     * @param verb what that means, as {@code replay}
     * @param discarded whether those are meant, too, that were discarded
     */
    int annotate(CommandLine line, String verb, String annotation, boolean discarded, Consent consent) {
        if ((names.isEmpty() ? 0 : 1) + (filter.isGiven() ? 1 : 0) + (all ? 1 : 0) != 1) {
            throw new ParameterException(line, "say which: names, or --fingerprint or --selector, or --all");
        }
        var out = line.getOut();
        try (var client = cluster.connect(line)) {
            var requests = new DeadLetterRequests(client);
            var namespace = cluster.namespace(client);
            if (!names.isEmpty() && namespace.isEmpty()) {
                throw new ParameterException(line, "a name is one in a namespace: say -n instead of -A");
            }
            List<DeadLetterView> letters = names.isEmpty()
                    ? requests.list(filter.selection(namespace)).stream()
                            .map(Found::view)
                            .filter(letter -> discarded || !letter.discarded())
                            .toList()
                    : names.stream()
                            .distinct()
                            .map(name ->
                                    requests.get(new ObjectKey(namespace, name)).view())
                            .toList();
            if (letters.isEmpty()) {
                out.println("There are no such dead letters"
                        + (namespace.isEmpty() ? "." : " in namespace " + namespace + " (-A looks in all)."));
                out.flush();
                return 0;
            }
            var first = letters.subList(0, Math.min(PREVIEW, letters.size()));
            DeadLettersOutput.table(first, namespace.isEmpty(), false, requests.now())
                    .forEach(out::println);
            if (letters.size() > PREVIEW) {
                out.println("and " + (letters.size() - PREVIEW) + " more");
            }
            var what = verb + " " + count(letters.size());
            out.flush();
            if (dryRun) {
                out.println("This would " + what + ".");
                out.flush();
                return 0;
            }
            if (!yes && !consent.given(line, what)) {
                return 1;
            }
            long done = letters.stream()
                    .filter(letter -> requests.annotate(letter, annotation))
                    .count();
            out.println("Told the operator to " + verb + " " + count(done) + "."
                    + (done < letters.size() ? " The others are gone." : ""));
            out.flush();
            return 0;
        }
    }

    private static String count(long letters) {
        return letters == 1 ? "1 dead letter" : letters + " dead letters";
    }
}
