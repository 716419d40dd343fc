package dev.escapement.testcluster.differential;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One script on one server. It fills in the placeholders of the steps with what this server has told so far:
 *
 * <ul>
 *   <li><code>${ns}</code>: the namespace of this run;
 *   <li><code>${rv:NAME}</code> and <code>${uid:NAME}</code>: of the object of that name, as last seen;
 *   <li><code>${first:NAME}</code>: the resourceVersion at which it was first seen;
 *   <li><code>${continue}</code>: where the last page ended.
 * </ul>
 */
final class Session implements AutoCloseable {
    /** The annotation of the object after which a watch has told all. */
    static final String LAST = "differential/last";

    static final String INITIAL_END = "k8s.io/initial-events-end";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)(?::([^}]*))?}");
    private static final int PATIENCE_SECONDS = 20;

    private final Server server;
    private final String namespace;
    private final Normal normal;
    private final Map<String, String> versions = new HashMap<>();
    private final Map<String, String> firstVersions = new HashMap<>();
    private final Map<String, String> uids = new HashMap<>();
    private final Map<Integer, CompletableFuture<List<String>>> watches = new HashMap<>();
    private final List<InputStream> streams = new ArrayList<>();
    private String next = "";

    Session(Server server, String namespace, Set<String> ignored) {
        this.server = server;
        this.normal = new Normal(ignored);
        this.namespace = namespace;
    }

    /** Sends a step and returns the answer in the form in which it is compared. */
    String call(Step step) {
        var answer = server.send(filled(step));
        learn(answer.body());
        return normal.answer(answer);
    }

    /** Sends a step of whose answer only the status is compared. */
    String status(Step step) {
        var answer = server.send(filled(step));
        learn(answer.body());
        return Integer.toString(answer.status());
    }

    /** The same for what is asked for again and again: nothing is remembered of answers that come and go. */
    String glance(Step step) {
        return new Normal(Set.of()).answer(server.send(filled(step)));
    }

    /** Opens a watch; returns how it began. */
    String watch(int index, Step step) {
        var answer = server.open(filled(step));
        streams.add(answer.body());
        var frames = new CompletableFuture<List<String>>();
        watches.put(index, frames);
        // The real server takes a watch without a version as one that asks for the initial objects.
        boolean initialEnd = answer.statusCode() == 200
                && step.path().contains("allowWatchBookmarks=true")
                && (step.path().contains("sendInitialEvents=true")
                        || !step.path().contains("resourceVersion="));
        Thread.ofVirtual().start(() -> read(answer.body(), initialEnd, frames));
        return Integer.toString(answer.statusCode());
    }

    /** @param initialEnd whether to wait for the bookmark after the initial objects too, which may come late */
    private static void read(InputStream stream, boolean initialEnd, CompletableFuture<List<String>> frames) {
        var read = new ArrayList<String>();
        boolean last = false;
        boolean missing = initialEnd;
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                read.add(line);
                last |= line.contains(LAST);
                missing &= !line.contains(INITIAL_END);
                if (last && !missing) {
                    break;
                }
            }
            frames.complete(read);
        } catch (IOException e) {
            read.add("the stream broke: " + e);
            frames.complete(read);
        }
    }

    /** What a watch has told, in the form in which it is compared. */
    String told(int index) {
        var frames = watches.get(index);
        if (frames == null) {
            return "";
        }
        try {
            return normal.frames(frames.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return "the watch did not tell of the last object within " + PATIENCE_SECONDS + " s";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Step filled(Step step) {
        return new Step(step.method(), filled(step.path()), step.headers(), filled(step.body()), step.sort());
    }

    private String filled(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group(2))));
    }

    private String value(String what, @org.jspecify.annotations.Nullable String name) {
        var of = name == null ? "" : filled(name);
        return switch (what) {
            case "ns" -> namespace;
            case "rv" -> versions.getOrDefault(of, versions.getOrDefault(namespace, "1"));
            case "first" -> firstVersions.getOrDefault(of, versions.getOrDefault(namespace, "1"));
            case "uid" -> uids.getOrDefault(of, "00000000-0000-4000-8000-000000000000");
            case "continue" -> next;
            default -> throw new IllegalArgumentException("unknown placeholder " + what);
        };
    }

    private void learn(String body) {
        var tree = Normal.parse(body);
        if (tree == null) {
            return;
        }
        if (tree.path("metadata").has("continue")) {
            next = tree.path("metadata").path("continue").asText();
        }
        learn(tree);
        tree.path("items").forEach(this::learn);
    }

    private void learn(JsonNode object) {
        var metadata = object.path("metadata");
        var name = metadata.path("name").asText();
        var version = metadata.path("resourceVersion").asText();
        if (name.isEmpty() || version.isEmpty()) {
            return;
        }
        versions.put(name, version);
        firstVersions.putIfAbsent(name, version);
        uids.put(name, metadata.path("uid").asText());
    }

    @Override
    public void close() {
        for (var stream : streams) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
