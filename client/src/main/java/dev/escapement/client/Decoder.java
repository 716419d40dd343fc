package dev.escapement.client;

/**
 * Makes a typed object of JSON, in place of the usual way by fabric8's models and Jackson. It is called on the worker that needs
 * the object, by many threads at a time, and never where changes come in.
 *
 * @param <T> the type that it makes
 */
@FunctionalInterface
public interface Decoder<T> {
    /**
     * Makes an object that is the caller's alone.
     *
     * @param json UTF-8, without {@code metadata.managedFields}; it must not be changed
     * @throws Exception if the JSON does not fit; the object is then reported as undecodable, and nothing else stops
     */
    T decode(byte[] json) throws Exception;
}
