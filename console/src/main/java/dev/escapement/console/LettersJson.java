package dev.escapement.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.Insight;
import dev.escapement.LetterView;

/** {@code /api/v1/dead-letters}: what is not retried any more, the same failures of many objects together. */
final class LettersJson {
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 500;
    private static final int LAST_OFFSET = 10_000_000;

    private LettersJson() {}

    /** Groups by fingerprint, those with the most letters first. */
    static ObjectNode groups(Insight insight) {
        var groups = new LinkedHashMap<String, List<LetterView>>();
        insight.letters()
                .forEach(letter -> groups.computeIfAbsent(letter.fingerprint(), _ -> new ArrayList<>())
                        .add(letter));
        var root = Words.object()
                .put("total", groups.values().stream().mapToInt(List::size).sum());
        var items = root.putArray("groups");
        groups.values().stream()
                .sorted(Comparator.comparingInt((List<LetterView> group) -> -group.size())
                        .thenComparing(group -> group.getFirst().fingerprint()))
                .limit(LARGEST_PAGE)
                .forEach(group -> items.add(group(group)));
        return root;
    }

    private static ObjectNode group(List<LetterView> group) {
        var latest = group.getFirst(); // they come the latest first
        var node = Words.object()
                .put("fingerprint", latest.fingerprint())
                .put("count", group.size())
                .put("error", latest.error())
                .put("last", Words.time(latest.last()));
        group.stream()
                .map(LetterView::first)
                .min(Comparator.naturalOrder())
                .ifPresent(first -> node.put("first", Words.time(first)));
        var controllers = node.putArray("controllers");
        new TreeSet<>(group.stream().map(LetterView::controller).toList()).forEach(controllers::add);
        var tasks = node.putArray("tasks");
        new TreeSet<>(group.stream().map(LetterView::task).toList()).forEach(tasks::add);
        var namespaces = new TreeSet<>(
                group.stream().map(letter -> letter.key().namespace()).toList());
        node.put("namespaces", namespaces.size());
        return node;
    }

    /** The letters with one fingerprint, or all; the latest first. */
    static ObjectNode items(Insight insight, Query query) {
        var fingerprint = query.text("fingerprint");
        int offset = query.number("offset", 0, 0, LAST_OFFSET);
        int limit = query.number("limit", PAGE, 1, LARGEST_PAGE);
        var found = insight.letters().stream()
                .filter(letter -> fingerprint.isEmpty() || letter.fingerprint().equals(fingerprint))
                .toList();
        var root =
                Words.object().put("total", found.size()).put("offset", offset).put("limit", limit);
        var items = root.putArray("items");
        found.stream().skip(offset).limit(limit).forEach(letter -> items.add(letter(letter)));
        return root;
    }

    static ObjectNode letter(LetterView letter) {
        var node = Words.key(
                        Words.object()
                                .put("letter", letter.place().toString())
                                .put("controller", letter.controller())
                                .put("task", letter.task())
                                .put("kind", letter.kind()),
                        letter.key())
                .put("generation", letter.generation())
                .put("error", letter.error())
                .put("fingerprint", letter.fingerprint())
                .put("attempts", letter.attempts())
                .put("first", Words.time(letter.first()))
                .put("last", Words.time(letter.last()));
        var history = node.putArray("history");
        letter.history().forEach(failure -> history.add(ObjectsJson.failure(failure)));
        return node;
    }
}
