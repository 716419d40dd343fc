package dev.escapement.client;

/**
 * An object as it is kept: its header, and its JSON without {@code metadata.managedFields}.
 *
 * @param header what was read off it
 * @param json UTF-8; whoever gets it must not change it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity, never by value
public record RawObject(Header header, byte[] json) {
    /**
     * Skims a document that is one object.
     *
     * @throws MalformedJsonException if it is not
     */
    public static RawObject of(byte[] document) {
        return Skimmer.skim(document);
    }
}
