package dev.escapement.client;

/**
 * Which objects of a kind are wanted, and how much of them: what one list or watch asks for.
 *
 * @param namespace the namespace; empty for all of them
 * @param labels a label selector as kubectl takes it; empty for all
 * @param fields a field selector as kubectl takes it; empty for all
 * @param metadataOnly whether their metadata is enough
 */
public record Selection(String namespace, String labels, String fields, boolean metadataOnly) {
    /** Everything. */
    public static final Selection ALL = new Selection("", "", "", false);

    /** All objects in a namespace, or in every one if it is empty. */
    public static Selection in(String namespace) {
        return new Selection(namespace, "", "", false);
    }

    /** The same in another namespace, or in every one if it is empty. */
    public Selection within(String other) {
        return new Selection(other, labels, fields, metadataOnly);
    }

    /** The same, narrowed by a label selector. */
    public Selection labelled(String selector) {
        return new Selection(namespace, selector, fields, metadataOnly);
    }

    /** The same, narrowed by a field selector. */
    public Selection fields(String selector) {
        return new Selection(namespace, labels, selector, metadataOnly);
    }

    /** The same, of whose objects only the metadata is wanted. */
    public Selection onlyMetadata() {
        return new Selection(namespace, labels, fields, true);
    }

    /** Whether all that another selects, whole or metadata, is certainly among what this one does. */
    public boolean covers(Selection other) {
        return (namespace.isEmpty() || namespace.equals(other.namespace))
                && (labels.isEmpty() || labels.equals(other.labels))
                && (fields.isEmpty() || fields.equals(other.fields))
                && (!metadataOnly || other.metadataOnly);
    }

    /** The words of a message: empty, or beginning with a space. */
    public String where() {
        return (namespace.isEmpty() ? "" : " in namespace \"" + namespace + "\"")
                + (labels.isEmpty() ? "" : " with labels \"" + labels + "\"")
                + (fields.isEmpty() ? "" : " with fields \"" + fields + "\"");
    }
}
