package dev.escapement.console;

import java.util.Arrays;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.FailureView;
import dev.escapement.Insight;
import dev.escapement.ObjectDetail;
import dev.escapement.ObjectQuery;
import dev.escapement.ObjectView;
import dev.escapement.ObjectView.State;
import dev.escapement.TaskView;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/objects}: many at a glance, or one in full; and {@code /api/v1/retrying}. */
final class ObjectsJson {
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 500;
    private static final int LAST_OFFSET = 10_000_000;

    private ObjectsJson() {}

    static ObjectNode page(Insight insight, Query query) {
        return page(insight, query, state(query.text("state")));
    }

    static ObjectNode retrying(Insight insight, Query query) {
        return page(insight, query, State.RETRYING);
    }

    @SuppressWarnings("NullAway") // which does not see what a record in another jar says of a nested type
    private static ObjectNode page(Insight insight, Query query, @Nullable State state) {
        int offset = query.number("offset", 0, 0, LAST_OFFSET);
        int limit = query.number("limit", PAGE, 1, LARGEST_PAGE);
        var page = insight.objects(new ObjectQuery(
                query.text("controller"), query.text("namespace"), query.text("q"), state, offset, limit));
        var root =
                Words.object().put("total", page.total()).put("offset", offset).put("limit", limit);
        var items = root.putArray("items");
        page.objects().forEach(object -> items.add(item(object)));
        return root;
    }

    private static @Nullable State state(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return Arrays.stream(State.values())
                .filter(state -> Words.name(state).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        400,
                        "state must be one of "
                                + Arrays.stream(State.values()).map(Words::name).toList() + ", not \"" + text + "\""));
    }

    private static ObjectNode item(ObjectView view) {
        var node = Words.key(
                        Words.object()
                                .put("controller", view.controller())
                                .put("kind", view.kind().name()),
                        view.key())
                .put("state", Words.name(view.state()))
                .put("failures", view.failures())
                .put("due", Words.time(view.due()))
                .put("paused", view.paused())
                .put("deadLetters", view.letters());
        var last = view.last();
        return last == null ? node.putNull("lastRun") : node.<ObjectNode>set("lastRun", Words.run(last));
    }

    /** One object, or a refusal that says that there is none. */
    static ObjectNode one(Insight insight, String controller, ObjectKey key) {
        var detail = insight.object(controller, key)
                .orElseThrow(() -> new Refusal(404, "controller \"" + controller + "\" has no object " + key));
        var node = item(detail.view());
        var header = detail.header();
        node.put("uid", header.uid())
                .put("resource", detail.view().kind().resource())
                .put("apiVersion", detail.view().kind().apiVersion())
                .put("generation", header.generation())
                .put("resourceVersion", header.resourceVersion())
                .put("created", Words.time(header.created()))
                .put("deleting", header.deleting())
                .put("runningSince", Words.time(detail.since()));
        var labels = node.putObject("labels");
        header.labels().forEach(labels::put);
        var finalizers = node.putArray("finalizers");
        header.finalizers().forEach(finalizers::add);
        var owners = node.putArray("owners");
        header.owners().forEach(owner -> owners.add(owner.kind() + " " + owner.name()));
        addStory(node, detail);
        return node;
    }

    private static void addStory(ObjectNode node, ObjectDetail detail) {
        var waiting = node.putArray("waitingFor");
        detail.waiting().forEach(cause -> waiting.add(Words.cause(cause)));
        var history = node.putArray("history");
        detail.history().forEach(run -> history.add(Words.run(run)));
        var errors = node.putArray("errors");
        detail.failures().forEach(failure -> errors.add(failure(failure)));
        var tasks = node.putArray("tasks");
        detail.tasks().forEach(task -> tasks.add(task(task)));
        var letters = node.putArray("letters");
        detail.letters().forEach(letter -> letters.add(LettersJson.letter(letter)));
    }

    static ObjectNode failure(FailureView failure) {
        return Words.object().put("at", Words.time(failure.at())).put("error", failure.error());
    }

    static ObjectNode task(TaskView task) {
        return Words.key(Words.object().put("task", task.task()), task.key())
                .put("state", Words.name(task.state()))
                .put("at", Words.time(task.at()))
                .put("failures", task.failures());
    }
}
