package dev.escapement.simulation;

import dev.escapement.StepsStatus;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** What the operator of {@link Trips} takes through steps, and has a daemon for. */
@Group("simulation.escapement.dev")
@Version("v1")
@SuppressWarnings("NullAway.Init")
public class Trip extends CustomResource<Trip.Spec, Trip.Status> implements Namespaced {
    private static final long serialVersionUID = 1;

    /** How people travel, and what goes wrong. */
    public enum Way {
        /** Nothing does. */
        SMOOTH,
        /** The way takes longer than its timeout. */
        LATE,
        /** The same, and it does not end when it is interrupted. */
        DEAF
    }

    /**
     * What is wanted.
     *
     * @param way how it goes
     * @param fails how many attempts to pack fail at first
     */
    public record Spec(Way way, int fails) {}

    /**
     * What is.
     *
     * @param sequence how far it is
     */
    public record Status(StepsStatus sequence) {}

    static Trip of(String name, Way way, int fails) {
        var trip = new Trip();
        trip.setMetadata(
                new ObjectMetaBuilder().withNamespace("default").withName(name).build());
        trip.setSpec(new Spec(way, fails));
        return trip;
    }
}
