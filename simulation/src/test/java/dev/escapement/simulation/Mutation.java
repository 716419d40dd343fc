package dev.escapement.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A bug that is put into a copy of one source file.
 *
 * @param name what is wrong then
 * @param file the file, from the root of the project
 * @param from what stands there, once
 * @param to what is put in its place
 */
record Mutation(String name, String file, String from, String to) {
    private static final String RUNTIME = "runtime/src/main/java/dev/escapement/";
    private static final String CACHE = "cache/src/main/java/dev/escapement/cache/";
    private static final String QUEUE = "queue/src/main/java/dev/escapement/queue/";

    static final List<Mutation> ALL = List.of(
            new Mutation(
                    "a requeue is dropped",
                    RUNTIME + "Aftermath.java",
                    "runAgain(key, state, delay, Cause.What.SCHEDULED);",
                    ""),
            new Mutation(
                    "a deletion is lost on 410",
                    CACHE + "Store.java",
                    "if (!listed.contains(key)) {",
                    "if (listed.isEmpty() && !listed.contains(key)) {"),
            new Mutation(
                    "a timer drifts",
                    RUNTIME + "TimerSeries.java",
                    "long number = Math.max(early ? last : last + 1, grid.number(wall));",
                    "long number = Math.max(early ? last : last + 1, grid.number(wall));\n"
                            + "        grid = new Grid(grid.first() + 50_000_000, grid.interval());"),
            new Mutation(
                    "a conflict is not retried",
                    RUNTIME + "Aftermath.java",
                    "if (verdict == Verdict.DONE) {",
                    "if (verdict == Verdict.DONE || verdict == Verdict.REFRESH) {"),
            new Mutation("one key runs twice", RUNTIME + "ControllerLoop.java", """
                            work(key, attempt);
                        } catch (RuntimeException | Error e) {
                            unexpected(key, e);
                        } finally {
                            watch.end(attempt);
                            queue.done(key);
                """, """
                            queue.done(key);
                            work(key, attempt);
                        } catch (RuntimeException | Error e) {
                            unexpected(key, e);
                        } finally {
                            watch.end(attempt);
                """),
            new Mutation(
                    "an own write is taken for somebody else's",
                    RUNTIME + "Intake.java",
                    "if (change.writer() != null && change.writer() == states.get(key)) {",
                    "if (change.writer() != null && change.writer() == this) {"),
            new Mutation(
                    "a finalizer is removed before the cleanup",
                    RUNTIME + "Run.java",
                    "var outcome = cleanup.reconcile(decode(object), context(object, turn));",
                    "var early = new ArrayList<>(object.header().finalizers());\n"
                            + "        early.remove(finalizer);\n"
                            + "        parts.writer().setFinalizers(plan.kind, object, early, turn.state);\n"
                            + "        var outcome = cleanup.reconcile(decode(object), context(object, turn));"),
            new Mutation(
                    "a dead letter comes too early",
                    RUNTIME + "Aftermath.java",
                    "plan.retry.exhausted(state.failures);",
                    "plan.retry.exhausted(state.failures + 1);"),
            new Mutation(
                    "failures are counted on after a success",
                    RUNTIME + "KeyState.java",
                    "    void beginAnew() {\n        failures = 0;",
                    "    void beginAnew() {"),
            new Mutation(
                    "an own write is not read",
                    RUNTIME + "Informers.java",
                    "ofKind(kind).forEach(i -> i.wrote(written, writer));",
                    ""),
            new Mutation(
                    "the owner of what was deleted is not told",
                    RUNTIME + "Intake.java",
                    "Stream.of(change.before(), change.after())",
                    "Stream.of(change.after())"),
            new Mutation(
                    "a retry is forgotten when an echo comes",
                    RUNTIME + "Run.java",
                    "queue.addAfter(header.key(), Duration.ofNanos(state.due.nanos() - began));",
                    ""),
            new Mutation(
                    "a change during a run is lost",
                    QUEUE + "Agenda.java",
                    "ready.add(row, columns.priority[row], now);\n        } else {",
                    "columns.clear(row, DIRTY);\n            dropIfIdle(row);\n        } else {"),
            new Mutation(
                    "who does not heed an interruption is waited for",
                    RUNTIME + "StepCall.java",
                    "alarm = clock.schedule(keeper.grace(), this::abandon);",
                    ""),
            new Mutation(
                    "a daemon is started beside the one that stops",
                    RUNTIME + "DaemonRuns.java",
                    "slot.why = why;\n            schedule(slot",
                    "slot.why = why;\n            slot.thread = null;\n            schedule(slot"),
            new Mutation(
                    "a daemon is not interrupted",
                    RUNTIME + "DaemonRuns.java",
                    "case INTERRUPT -> interrupt(slot);",
                    "case INTERRUPT -> {}"),
            new Mutation(
                    "a watch goes on from the newest version",
                    CACHE + "Reflector.java",
                    "client.watch(kind, selection, position, listed != null,",
                    "client.watch(kind, selection, \"\", listed != null,"),
            new Mutation(
                    "only the first page of a list is read",
                    CACHE + "Pages.java",
                    "next = page.next();",
                    "next = \"\";"));

    /** The mutated source. */
    String source() throws IOException {
        var text = Files.readString(path());
        int at = text.indexOf(from);
        if (at < 0 || text.indexOf(from, at + 1) >= 0) {
            throw new IllegalStateException(
                    file + " has changed: it does not contain, once, what \"" + name + "\" replaces: " + from);
        }
        return text.substring(0, at) + to + text.substring(at + from.length());
    }

    Path path() {
        return Path.of("..").resolve(file);
    }

    /** The name of its folder. */
    String folder() {
        return name.replaceAll("[^a-z0-9]+", "-");
    }
}
