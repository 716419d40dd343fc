package dev.escapement.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import dev.escapement.client.Json;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** A script as it is played in a world. */
final class Play {
    private static final Json JSON = new Json();
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final World world;

    Play(World world) {
        this.world = world;
    }

    /** Plays steps, one after the other. */
    void play(List<Step> steps) {
        for (var step : steps) {
            if (!(step instanceof Step.Pause)) {
                world.trace().tell("script", step.toString());
            }
            play(step);
        }
    }

    private void play(Step step) {
        switch (step) {
            case Step.Create create -> create(create.object());
            case Step.Update update -> update(update);
            case Step.Delete delete -> ask("DELETE", path(delete.object()), null);
            case Step.Pause pause -> world.run(pause.duration());
            case Step.RestartOperator _ -> world.operator().restart();
            case Step.CrashOperator crash -> world.operator().crashAfter(crash.requests(), crash.answered());
            case Step.RestartServer restart -> world.server().restart(restart.away());
            case Step.Skew skew -> {
                world.witness().runs().skewed();
                world.operator().host().clock().skew(skew.ahead());
            }
        }
    }

    void create(HasMetadata object) {
        var path = path(object);
        awaitGone(path);
        check(path, ask("POST", path.substring(0, path.lastIndexOf('/')), object), Set.of(409));
    }

    /** @param luck what the answer may be because of what others have done: it was there already, has gone, or was written */
    private static void check(String path, Response response, Set<Integer> luck) {
        if (response.status() >= 400 && !luck.contains(response.status())) {
            throw new IllegalArgumentException("the API server refuses " + path + ": "
                    + new String(((Response.Whole) response).body(), StandardCharsets.UTF_8));
        }
    }

    /** Who wants an object anew waits until the one that is on its way has gone. */
    private void awaitGone(String path) {
        if (isDeleting(path)) {
            var time = world.time().clock();
            long end = Clock.after(time.nanos(), PATIENCE);
            var alarm = time.schedule(PATIENCE, () -> {});
            world.runUntil(() -> time.nanos() >= end || !isDeleting(path));
            alarm.cancel();
        }
    }

    private boolean isDeleting(String path) {
        return world.ask(Request.of("GET", path)) instanceof Response.Whole found
                && found.status() == 200
                && FaultAnswer.parse(found.body()).path("metadata").hasNonNull("deletionTimestamp");
    }

    private void update(Step.Update update) {
        var path = path(update.object());
        if (!(ask("GET", path, null) instanceof Response.Whole found) || found.status() != 200) {
            return;
        }
        var now = JSON.decode(found.body(), update.object().getClass());
        check(path, ask("PUT", path, update.change().apply(now)), Set.of(404, 409));
    }

    private Response ask(String method, String path, @Nullable HasMetadata body) {
        var request = Request.of(method, path);
        var response = world.ask(body == null ? request : request.body("application/json", JSON.encode(body)));
        if (!method.equals("GET")) {
            world.trace().tell("script", method + " " + path + " -> " + response.status());
        }
        if (!method.equals("GET") && response instanceof Response.Whole whole && whole.status() < 300) {
            note(request, whole);
        }
        return response;
    }

    private void note(Request write, Response.Whole answer) {
        if (write.method().equals("DELETE")) {
            world.witness().deleted(write.path());
            return;
        }
        var metadata = FaultAnswer.parse(answer.body()).path("metadata");
        var path = write.method().equals("POST")
                ? write.path() + "/" + metadata.path("name").asText()
                : write.path();
        world.witness().scripted(Paths.collection(write), path, metadata);
    }

    private static String path(HasMetadata object) {
        var kind = Kind.of(object.getClass());
        var metadata = object.getMetadata();
        var namespace = metadata.getNamespace();
        return kind.path(
                new ObjectKey(!kind.namespaced() ? "" : namespace == null ? "default" : namespace, metadata.getName()));
    }
}
