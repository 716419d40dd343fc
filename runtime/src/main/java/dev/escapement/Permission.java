package dev.escapement;

import java.util.List;

/**
 * What an operator has to be allowed to do with a resource; see {@link Declaration}.
 *
 * @param group the API group; empty for the core group
 * @param resource the resource, with its subresource if there is one, such as {@code websites/status}
 * @param verbs in alphabetical order
 * @param names the only objects that it is about; none for all of them
 * @param namespaces where; empty if {@code where} says it
 * @param where how far it reaches
 * @param reason what it is for, for people
 */
public record Permission(
        String group,
        String resource,
        List<String> verbs,
        List<String> names,
        List<String> namespaces,
        Where where,
        String reason) {
    /** How far a permission reaches. */
    public enum Where {
        /** All namespaces, and objects that are in none. */
        CLUSTER,
        /** The namespaces that are named. */
        NAMESPACES,
        /** The namespace that the operator runs in. */
        HOME
    }

    /** A copy that nobody else can change. */
    public Permission {
        verbs = verbs.stream().distinct().sorted().toList();
        names = List.copyOf(names);
        namespaces = namespaces.stream().distinct().sorted().toList();
    }
}
