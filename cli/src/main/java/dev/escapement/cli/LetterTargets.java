package dev.escapement.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
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
    private LetterScope scope = new LetterScope();

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
     */
    int annotate(CommandLine line, String verb, String annotation, Consent consent) throws InterruptedException {
        if ((names.isEmpty() ? 0 : 1) + (filter.isGiven() ? 1 : 0) + (all ? 1 : 0) != 1) {
            throw new ParameterException(line, "say which: names, or --fingerprint or --selector, or --all");
        }
        if (!names.isEmpty()) {
            scope.checkNarrow(line);
        }
        var out = line.getOut();
        return scope.work(line, (requests, namespace) -> {
            var letters = find(requests, namespace);
            preview(letters, namespace, requests).forEach(out::println);
            out.flush();
            var what = verb + " " + count(letters.size());
            if (letters.isEmpty()) {
                return;
            }
            if (dryRun) {
                out.println("This would " + what + ".");
                out.flush();
                return;
            }
            if (!yes) {
                consent.ask(what);
            }
            int done = 0;
            for (var letter : letters) {
                done += requests.annotate(letter, annotation) ? 1 : 0;
            }
            out.println("Told the operator to " + verb + " " + count(done) + "."
                    + (done < letters.size() ? " The others are gone." : ""));
            out.flush();
        });
    }

    private List<DeadLetterView> find(DeadLetterRequests requests, String namespace) throws InterruptedException {
        if (names.isEmpty()) {
            return requests.list(filter.selection(namespace)).stream()
                    .map(Found::view)
                    .filter(filter::wants)
                    .toList();
        }
        var found = new ArrayList<DeadLetterView>();
        for (var name : new LinkedHashSet<>(names)) {
            found.add(requests.get(new ObjectKey(namespace, name)).view());
        }
        return found;
    }

    private static List<String> preview(List<DeadLetterView> letters, String namespace, DeadLetterRequests requests) {
        if (letters.isEmpty()) {
            return List.of("There are no such dead letters"
                    + (namespace.isEmpty() ? "." : " in namespace " + namespace + " (-A looks in all)."));
        }
        var first = letters.subList(0, Math.min(PREVIEW, letters.size()));
        var lines = new ArrayList<>(DeadLettersOutput.table(first, namespace.isEmpty(), false, requests.now()));
        if (letters.size() > PREVIEW) {
            lines.add("and " + (letters.size() - PREVIEW) + " more");
        }
        return lines;
    }

    private static String count(long letters) {
        return letters == 1 ? "1 dead letter" : letters + " dead letters";
    }
}
