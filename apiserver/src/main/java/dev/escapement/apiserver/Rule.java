package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A PolicyRule of rbac.authorization.k8s.io. */
record Rule(List<String> verbs, List<String> groups, List<String> resources, List<String> names, List<String> urls) {
    private static final String ALL = "*";

    /** What the aggregation of ClusterRoles may gather: everything. */
    static final List<Rule> FULL_AUTHORITY = List.of(
            new Rule(List.of(ALL), List.of(ALL), List.of(ALL), List.of(), List.of()),
            new Rule(List.of(ALL), List.of(), List.of(), List.of(), List.of(ALL)));

    static Rule of(JsonNode rule) {
        return new Rule(
                texts(rule, "verbs"),
                texts(rule, "apiGroups"),
                texts(rule, "resources"),
                texts(rule, "resourceNames"),
                texts(rule, "nonResourceURLs"));
    }

    static List<Rule> all(JsonNode role) {
        return role.path("rules").valueStream().map(Rule::of).toList();
    }

    private static List<String> texts(JsonNode rule, String field) {
        return rule.path(field).valueStream().map(JsonNode::asText).toList();
    }

    boolean allows(Attributes wanted) {
        if (!allOr(verbs, wanted.verb())) {
            return false;
        }
        if (!wanted.ofResource()) {
            return urls.stream().anyMatch(url -> urlCovers(url, wanted.path()));
        }
        return allOr(groups, wanted.group())
                && resourceCovers(wanted.combined())
                && (names.isEmpty() || names.contains(wanted.name()));
    }

    private static boolean allOr(List<String> list, String element) {
        return list.contains(ALL) || list.contains(element);
    }

    private boolean resourceCovers(String resource) {
        if (allOr(resources, resource)) {
            return true;
        }
        int slash = resource.indexOf('/');
        return slash >= 0 && resources.contains(ALL + resource.substring(slash));
    }

    private static boolean urlCovers(String url, String path) {
        return url.equals(path) || (url.endsWith(ALL) && path.startsWith(url.substring(0, url.length() - 1)));
    }

    /** Whether this allows all that a {@linkplain #parts part} of another rule allows. */
    private boolean covers(Rule part) {
        return coversAll(verbs, part.verbs)
                && coversAll(groups, part.groups)
                && part.resources.stream().allMatch(this::resourceCovers)
                && part.urls.stream().allMatch(path -> urls.stream().anyMatch(url -> urlCovers(url, path)))
                && (names.isEmpty() || (!part.names.isEmpty() && names.containsAll(part.names)));
    }

    private static boolean coversAll(List<String> list, List<String> elements) {
        return list.contains(ALL) || list.containsAll(elements);
    }

    /** This rule as rules of one verb and one resource, or one URL, each. */
    private List<Rule> parts() {
        List<Rule> parts = new ArrayList<>();
        for (String group : groups) {
            for (String resource : resources) {
                for (String verb : verbs) {
                    List<List<String>> each = names.isEmpty()
                            ? List.of(List.of())
                            : names.stream().map(List::of).toList();
                    each.forEach(name ->
                            parts.add(new Rule(List.of(verb), List.of(group), List.of(resource), name, List.of())));
                }
            }
        }
        for (String url : urls) {
            verbs.forEach(verb -> parts.add(new Rule(List.of(verb), List.of(), List.of(), List.of(), List.of(url))));
        }
        return parts;
    }

    /** What of the wanted rules none of the held ones allows. */
    static List<Rule> missing(List<Rule> held, List<Rule> wanted) {
        return wanted.stream()
                .flatMap(rule -> rule.parts().stream())
                .filter(part -> held.stream().noneMatch(rule -> rule.covers(part)))
                .toList();
    }

    Rule withVerbs(List<String> others) {
        return new Rule(others, groups, resources, names, urls);
    }

    /** Without empty fields. */
    ObjectNode json() {
        ObjectNode rule = Trees.object();
        put(rule, "verbs", verbs);
        put(rule, "apiGroups", groups);
        put(rule, "resources", resources);
        put(rule, "resourceNames", names);
        put(rule, "nonResourceURLs", urls);
        return rule;
    }

    private static void put(ObjectNode rule, String field, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(rule.putArray(field)::add);
        }
    }

    /** As kube-apiserver shows a rule in a refusal. */
    String text() {
        List<String> fields = new ArrayList<>();
        show(fields, "APIGroups", groups);
        show(fields, "Resources", resources);
        show(fields, "NonResourceURLs", urls);
        show(fields, "ResourceNames", names);
        show(fields, "Verbs", verbs);
        return fields.stream().collect(Collectors.joining(", ", "{", "}"));
    }

    private static void show(List<String> fields, String name, List<String> values) {
        if (!values.isEmpty()) {
            fields.add(name + ":" + GoText.quoted(values));
        }
    }
}
