package dev.escapement;

import java.util.Objects;

import dev.escapement.client.Header;

/**
 * Which changes of an object bring a run. It sees headers only, nothing is decoded for it; it must be quick, since changes wait
 * behind it. Objects that are new, found at the start or gone always bring one.
 */
@FunctionalInterface
public interface ChangeFilter {
    /** Whether a change from one version to another matters. */
    boolean matters(Header before, Header after);

    /** Changes of what is desired: the generation, or that it is being deleted; for kinds that count no generations, every change. */
    static ChangeFilter generation() {
        return (before, after) -> after.generation() == 0
                || before.generation() != after.generation()
                || before.deleting() != after.deleting();
    }

    /** Changes of labels. */
    static ChangeFilter labels() {
        return (before, after) -> !before.labels().equals(after.labels());
    }

    /** Changes of annotations. */
    static ChangeFilter annotations() {
        return (before, after) -> !before.annotations().equals(after.annotations());
    }

    /** Changes of one annotation. */
    static ChangeFilter annotation(String name) {
        return (before, after) -> !Objects.equals(
                before.annotations().get(name), after.annotations().get(name));
    }

    /** Changes that matter to this one or to another. */
    default ChangeFilter or(ChangeFilter other) {
        return (before, after) -> matters(before, after) || other.matters(before, after);
    }

    /** Changes that matter to this one and to another. */
    default ChangeFilter and(ChangeFilter other) {
        return (before, after) -> matters(before, after) && other.matters(before, after);
    }
}
