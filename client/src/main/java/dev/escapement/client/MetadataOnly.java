package dev.escapement.client;

import java.nio.charset.StandardCharsets;

/** Objects of which nobody needs more than their metadata. */
public final class MetadataOnly {
    /** What to accept of a server: metadata alone, or, from one that has no such form, whole objects. */
    static final String ACCEPT = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    static final String ACCEPT_LIST =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    private MetadataOnly() {}

    /**
     * An object of a kind with nothing but its metadata, whether it is whole or a {@code PartialObjectMetadata}.
     *
     * @throws MalformedJsonException if it is no object
     */
    public static RawObject of(Kind kind, RawObject object) {
        var json = object.json();
        var cursor = new JsonCursor(json, 0, json.length);
        int from = 0;
        int to = 0;
        if (cursor.enterObject()) {
            do {
                boolean metadata = cursor.name().equals("metadata");
                from = metadata ? cursor.start() : from;
                cursor.skipValue();
                to = metadata ? cursor.at : to;
            } while (to == 0 && cursor.nextMember());
        }
        var head = "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":".formatted(kind.apiVersion(), kind.name());
        var metadata = to == 0 ? "{}" : new String(json, from, to - from, StandardCharsets.UTF_8);
        return RawObject.of((head + metadata + "}").getBytes(StandardCharsets.UTF_8));
    }
}
