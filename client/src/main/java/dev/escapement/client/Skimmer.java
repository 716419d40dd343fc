package dev.escapement.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the {@link Header} off an object's JSON and cuts {@code metadata.managedFields} out, without decoding the rest.
 *
 * <p>{@code managedFields} is often half of an object and of use to nobody who reads it from a cache.
 */
final class Skimmer {
    private final JsonCursor cursor;
    private final int from;
    private String namespace = "";
    private String name = "";
    private String uid = "";
    private String resourceVersion = "";
    private long generation;
    private boolean deleting;
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();
    private List<OwnerReference> owners = List.of();
    private List<String> finalizers = List.of();
    /** What to leave out, from the comma before (or after) the member to its end; equal when there is nothing. */
    private int cutFrom;

    private int cutTo;

    private Skimmer(JsonCursor cursor) {
        this.cursor = cursor;
        this.from = cursor.start();
        cutFrom = from;
        cutTo = from;
    }

    /**
     * Skims a document that is one object.
     *
     * @throws MalformedJsonException if it is not
     */
    static RawObject skim(byte[] document) {
        var cursor = new JsonCursor(document, 0, document.length);
        var object = skim(cursor);
        cursor.expectEnd();
        return object;
    }

    /** Skims the object at a cursor and moves the cursor behind it. */
    static RawObject skim(JsonCursor cursor) {
        return new Skimmer(cursor).object();
    }

    private RawObject object() {
        if (cursor.enterObject()) {
            do {
                if (cursor.name().equals("metadata")) {
                    metadata();
                } else {
                    cursor.skipValue();
                }
            } while (cursor.nextMember());
        }
        var header = new Header(
                new ObjectKey(namespace, name),
                uid,
                resourceVersion,
                generation,
                deleting,
                labels,
                annotations,
                owners,
                finalizers);
        return new RawObject(header, copy());
    }

    private byte[] copy() {
        int cut = cutTo - cutFrom;
        var json = new byte[cursor.at - from - cut];
        System.arraycopy(cursor.bytes, from, json, 0, cutFrom - from);
        System.arraycopy(cursor.bytes, cutTo, json, cutFrom - from, cursor.at - cutTo);
        return json;
    }

    private void metadata() {
        if (cursor.skipNull() || !cursor.enterObject()) {
            return;
        }
        int before = -1; // where the member before ended, which is where its comma begins
        do {
            int start = cursor.start();
            var member = cursor.name();
            if (member.equals("managedFields")) {
                cursor.skipValue();
                cut(before, start);
            } else {
                member(member);
            }
            before = cursor.at;
        } while (cursor.nextMember());
    }

    private void cut(int before, int start) {
        if (before >= 0) {
            cutFrom = before;
            cutTo = cursor.at;
            return;
        }
        // The first member takes the comma after it along; the only member has none.
        int after = cursor.start();
        cutFrom = start;
        cutTo = cursor.bytes[after] == ',' ? after + 1 : cursor.at;
    }

    private void member(String member) {
        switch (member) {
            case "name" -> name = cursor.string();
            case "namespace" -> namespace = cursor.string();
            case "uid" -> uid = cursor.string();
            case "resourceVersion" -> resourceVersion = cursor.string();
            case "generation" -> generation = cursor.integer();
            case "deletionTimestamp" -> deleting = !cursor.string().isEmpty();
            case "labels" -> labels = strings();
            case "annotations" -> annotations = strings();
            case "finalizers" -> finalizers = list();
            case "ownerReferences" -> owners = owners();
            default -> cursor.skipValue();
        }
    }

    private Map<String, String> strings() {
        if (cursor.skipNull() || !cursor.enterObject()) {
            return Map.of();
        }
        var map = new HashMap<String, String>();
        do {
            map.put(cursor.name(), cursor.string());
        } while (cursor.nextMember());
        return Map.copyOf(map);
    }

    private List<String> list() {
        if (cursor.skipNull() || !cursor.enterArray()) {
            return List.of();
        }
        var list = new ArrayList<String>();
        do {
            list.add(cursor.string());
        } while (cursor.nextElement());
        return List.copyOf(list);
    }

    private List<OwnerReference> owners() {
        if (cursor.skipNull() || !cursor.enterArray()) {
            return List.of();
        }
        var list = new ArrayList<OwnerReference>();
        do {
            var owner = owner();
            if (owner != null) {
                list.add(owner);
            }
        } while (cursor.nextElement());
        return List.copyOf(list);
    }

    private @Nullable OwnerReference owner() {
        if (!cursor.enterObject()) {
            return null;
        }
        String apiVersion = "";
        String kind = "";
        String ownerName = "";
        String ownerUid = "";
        boolean controller = false;
        do {
            switch (cursor.name()) {
                case "apiVersion" -> apiVersion = cursor.string();
                case "kind" -> kind = cursor.string();
                case "name" -> ownerName = cursor.string();
                case "uid" -> ownerUid = cursor.string();
                case "controller" -> controller = cursor.truth();
                default -> cursor.skipValue();
            }
        } while (cursor.nextMember());
        return new OwnerReference(apiVersion, kind, ownerName, ownerUid, controller);
    }
}
