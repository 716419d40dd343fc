package dev.escapement.client;

/**
 * Which objects of a kind are wanted.
 *
 * @param namespace the namespace; empty for all of them
 * @param labels a label selector as kubectl takes it; empty for all
 * @param fields a field selector as kubectl takes it; empty for all
 */
public record Selection(String namespace, String labels, String fields) {
    /** Everything. */
    public static final Selection ALL = new Selection("", "", "");

    /** All objects in a namespace, or in every one if it is empty. */
    public static Selection in(String namespace) {
        return new Selection(namespace, "", "");
    }

    /** The same, narrowed by a label selector. */
    public Selection labelled(String selector) {
        return new Selection(namespace, selector, fields);
    }
}
