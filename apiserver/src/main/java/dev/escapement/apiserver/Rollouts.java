package dev.escapement.apiserver;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A stand-in for the deployment controller and the kubelet: no pods run here, and Deployments say that they are rolled out. */
final class Rollouts {
    private static final String STORAGE = "deployments.apps";

    private final Store store;
    private final Upkeep upkeep;
    private final Background background;
    private final InstantSource clock;
    private final Duration delay;

    Rollouts(Store store, Upkeep upkeep, Background background, InstantSource clock, Duration delay) {
        this.store = store;
        this.upkeep = upkeep;
        this.background = background;
        this.clock = clock;
        this.delay = delay;
    }

    void start() {
        store.observe(this::seen, change -> {
            if (!change.deletion()) {
                seen(change.object());
            }
        });
    }

    private void seen(Stored stored) {
        if (stored.resource().equals(STORAGE) && !stored.deleting()) {
            background.after(delay, () -> upkeep.edit(STORAGE, stored.path(), stored.uid(), this::rollOut));
        }
    }

    /** Tells whether anything was left to say, so that its own write does not wake it for ever. */
    private boolean rollOut(ObjectNode deployment) {
        ObjectNode status = Json.child(deployment, "status");
        long generation = deployment.path("metadata").path("generation").asLong();
        if (status.path("observedGeneration").asLong() == generation) {
            return false;
        }
        int replicas = deployment.path("spec").path("replicas").asInt(1);
        status.put("observedGeneration", generation);
        for (String field : new String[] {"replicas", "updatedReplicas", "readyReplicas", "availableReplicas"}) {
            if (replicas == 0) {
                status.remove(field);
            } else {
                status.put(field, replicas);
            }
        }
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        ArrayNode conditions = status.putArray("conditions");
        String name = deployment.path("metadata").path("name").asText();
        condition(conditions, now, "Available", "MinimumReplicasAvailable", "Deployment has minimum availability.");
        condition(
                conditions,
                now,
                "Progressing",
                "NewReplicaSetAvailable",
                "ReplicaSet \"" + name + "\" has successfully progressed.");
        return true;
    }

    private static void condition(ArrayNode conditions, String now, String type, String reason, String message) {
        conditions
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("lastUpdateTime", now)
                .put("lastTransitionTime", now)
                .put("reason", reason)
                .put("message", message);
    }
}
