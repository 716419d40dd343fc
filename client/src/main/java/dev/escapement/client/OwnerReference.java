package dev.escapement.client;

/**
 * Who an object belongs to.
 *
 * @param apiVersion the owner's {@code group/version}
 * @param kind the owner's kind
 * @param name the owner's name, in the namespace of the object if the kind is namespaced
 * @param uid the owner's uid
 * @param controller whether the owner manages the object
 */
public record OwnerReference(String apiVersion, String kind, String name, String uid, boolean controller) {
    /** Whether the owner is of a kind, whatever its version: versions of one group are views of the same objects. */
    public boolean isOf(Kind other) {
        int slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return kind.equals(other.name()) && group.equals(other.group());
    }
}
