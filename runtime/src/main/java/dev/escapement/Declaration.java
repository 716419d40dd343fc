package dev.escapement;

import java.util.List;

import dev.escapement.client.Kind;

/**
 * What an operator says of itself, without a cluster: for manifests, for finding out what it lacks, for tests of an author's.
 *
 * @param operator its name
 * @param namespace the one namespace that it works in; empty for all
 * @param graceSeconds how long its runs may go on after a stop
 * @param controllers its controllers
 * @param permissions what it has to be allowed to do, and nothing more
 * @param standby whether there may be several replicas of it, of which one works
 */
public record Declaration(
        String operator,
        String namespace,
        long graceSeconds,
        List<ControllerPart> controllers,
        List<Permission> permissions,
        boolean standby) {
    /** A copy that nobody else can change. */
    public Declaration {
        controllers = List.copyOf(controllers);
        permissions = List.copyOf(permissions);
    }

    /**
     * One of its controllers.
     *
     * @param name its name
     * @param kind the kind of its objects
     * @param others the kinds that it watches beside them
     */
    public record ControllerPart(String name, Kind kind, List<Kind> others) {}
}
