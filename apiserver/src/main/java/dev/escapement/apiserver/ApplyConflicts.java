package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The answer to an apply that changes what others own. */
final class ApplyConflicts {
    private record Conflict(String owner, String path) {}

    private ApplyConflicts() {}

    static ApiException describe(Map<FieldOwners.Owner, FieldSet> conflicts) {
        var all = new ArrayList<Conflict>();
        conflicts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(FieldOwners.Owner::manager)
                        .thenComparing(FieldOwners.Owner::applies, Comparator.reverseOrder())
                        .thenComparing(FieldOwners.Owner::version)
                        .thenComparing(FieldOwners.Owner::subresource)))
                .forEach(entry -> entry.getValue().forEach(path -> all.add(new Conflict(name(entry.getKey()), path))));
        List<Cause> causes = all.stream()
                .map(conflict ->
                        new Cause("FieldManagerConflict", conflict.path(), "conflict with " + conflict.owner()))
                .toList();
        return ApiException.applyConflict(message(all), causes);
    }

    private static String message(List<Conflict> conflicts) {
        if (conflicts.size() == 1) {
            Conflict only = conflicts.getFirst();
            return "Apply failed with 1 conflict: conflict with " + only.owner() + ": " + only.path();
        }
        var lines = new ArrayList<String>();
        String owner = "";
        for (Conflict conflict : conflicts) {
            if (!conflict.owner().equals(owner)) {
                owner = conflict.owner();
                lines.add("conflicts with " + owner + ":");
            }
            lines.add("- " + conflict.path());
        }
        return "Apply failed with " + conflicts.size() + " conflicts: " + String.join("\n", lines);
    }

    private static String name(FieldOwners.Owner owner) {
        String name = GoText.quote(owner.manager());
        if (!owner.subresource().isEmpty()) {
            name += " with subresource " + GoText.quote(owner.subresource());
        }
        return owner.applies() ? name : name + " using " + owner.version();
    }
}
