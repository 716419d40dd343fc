package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;

/** Looks for what people have said or have to see: pauses, and objects that are no longer tried. */
final class OperationCheck {
    private static final int MANY = 500;

    private OperationCheck() {}

    /**
     * In one namespace, or in all of them if it is empty.
     *
     * @param letters the kind of dead letters
     */
    static List<Finding> of(ApiClient client, String namespace, Kind letters) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        try {
            for (var map : new ControlMaps(client, namespace).list()) {
                var paused = WordList.of(map.data().get("paused"));
                if (!paused.isEmpty()) {
                    findings.add(Finding.warn(
                            "pauses of " + map.operator(),
                            "ConfigMap " + map.key() + " has it pause: " + WordList.text(paused),
                            "esc resume --operator " + map.operator() + " -n "
                                    + map.key().namespace()
                                    + (paused.contains("*") || paused.contains("true")
                                            ? " --all"
                                            : " --controller "
                                                    + paused.iterator().next())));
                }
            }
        } catch (ApiException e) {
            findings.add(Finding.warn("pauses", "cannot be looked for: " + e.getMessage(), ""));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("pauses", "no operator is paused"));
        }
        findings.add(letters(client, namespace, letters));
        return findings;
    }

    private static Finding letters(ApiClient client, String namespace, Kind letters) throws InterruptedException {
        try {
            var page =
                    client.list(Clock.system(), letters, Selection.in(namespace).onlyMetadata(), MANY, "");
            int count = page.items().size();
            return count == 0
                    ? Finding.ok("dead letters", "there are none")
                    : Finding.warn(
                            "dead letters",
                            (page.next().isEmpty() ? "" : "more than ") + count
                                    + (count == 1 ? " object is" : " objects are") + " no longer tried",
                            "esc dead-letters list " + (namespace.isEmpty() ? "-A" : "-n " + namespace) + " --group");
        } catch (ApiException e) {
            return e.isNotFound()
                    ? Finding.ok("dead letters", "the cluster does not know them yet, so there are none")
                    : Finding.warn("dead letters", "cannot be looked for: " + e.getMessage(), "");
        }
    }
}
