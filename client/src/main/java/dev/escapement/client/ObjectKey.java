package dev.escapement.client;

/**
 * The place of an object among those of its kind.
 *
 * @param namespace its namespace; empty for a cluster-scoped object
 * @param name its name
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
    /** The key of a cluster-scoped object. */
    public static ObjectKey of(String name) {
        return new ObjectKey("", name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** {@code namespace/name}, or just {@code name} for a cluster-scoped object. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
