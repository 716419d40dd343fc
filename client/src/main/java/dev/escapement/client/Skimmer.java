package dev.escapement.client;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of objects' headers in JSON and cuts {@code metadata.managedFields} out, without decoding anything else.
 *
 * <p>{@code managedFields} is often half of an object and of use to nobody who reads it from a cache. Used by one thread.
 */
final class Skimmer {
    static final int NAME = 0;
    static final int NAMESPACE = 1;
    static final int UID = 2;
    static final int RESOURCE_VERSION = 3;
    static final int GENERATION = 4;
    static final int LABELS = 5;
    static final int ANNOTATIONS = 6;
    static final int OWNER_REFERENCES = 7;
    static final int FINALIZERS = 8;
    static final int DELETION_TIMESTAMP = 9;
    static final int MANAGED_FIELDS = 10;
    /** The places of likenesses: first the members of metadata, then those beside it, in their order. */
    private static final int BESIDE_METADATA = MANAGED_FIELDS + 1;

    static final Names MEMBERS = Names.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "labels",
            "annotations",
            "ownerReferences",
            "finalizers",
            "deletionTimestamp",
            "managedFields");

    static final Names METADATA = Names.of("metadata");
    private static final Names CREATED = Names.of("creationTimestamp");
    private static final Names OWNER = Names.of("apiVersion", "kind", "name", "uid", "controller");

    private final JsonCursor cursor;
    private final Interner interner;
    private final Likenesses likenesses;
    /** By member, where its value is; -1 when it is not there. */
    private final int[] values = new int[MANAGED_FIELDS + 1];

    private int from;
    private String namespace = "";
    private String name = "";
    long generation;
    boolean deleting;
    /** What to leave out, from the comma before (or after) the member to its end; equal when there is nothing. */
    private int cutFrom;

    private int cutTo;

    Skimmer(JsonCursor cursor, Interner interner, Likenesses likenesses) {
        this.cursor = cursor;
        this.interner = interner;
        this.likenesses = likenesses;
    }

    /**
     * Skims a document that is one object.
     *
     * @throws MalformedJsonException if it is not
     */
    static RawObject skim(byte[] document) {
        var cursor = new JsonCursor(document, 0, document.length);
        var object = new Skimmer(cursor, new Interner(), Likenesses.NONE).next();
        cursor.expectEnd();
        return object;
    }

    /** Skims the object at the cursor and moves the cursor behind it. */
    RawObject next() {
        from = cursor.start();
        namespace = "";
        name = "";
        generation = 0;
        deleting = false;
        cutFrom = from;
        cutTo = from;
        Arrays.fill(values, -1);
        if (cursor.enterObject()) {
            int place = 0;
            do {
                if (likenesses.ofObject.name(cursor, place) == Names.NONE) {
                    likenesses.skip(cursor, BESIDE_METADATA + place);
                } else {
                    metadata();
                }
                place++;
            } while (cursor.nextMember());
        }
        return new RawObject(copy(), this);
    }

    ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    /** Where a member's value is in what is kept; 0 when it is not there. */
    int offset(int member) {
        int at = values[member];
        if (at < 0) {
            return 0;
        }
        return at - from - (at >= cutTo ? cutTo - cutFrom : 0);
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
        int place = 0;
        int before = -1; // where the member before ended, which is where its comma begins
        do {
            int start = cursor.start();
            int member = likenesses.ofMetadata.name(cursor, place++);
            if (member == MANAGED_FIELDS) {
                likenesses.skip(cursor, MANAGED_FIELDS);
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

    private void member(int member) {
        if (member != Names.NONE) {
            values[member] = cursor.start();
        }
        switch (member) {
            case LABELS, ANNOTATIONS -> skip(member, '{', "an object of strings");
            case OWNER_REFERENCES, FINALIZERS -> skip(member, '[', "an array");
            case UID, RESOURCE_VERSION -> skip(member, '"', "a string");
            case NAME -> name = cursor.string();
            case NAMESPACE -> namespace = cursor.string(interner);
            case GENERATION -> generation = cursor.integer();
            case DELETION_TIMESTAMP -> deleting = !cursor.string(interner).isEmpty();
            default -> cursor.skipValue();
        }
    }

    /** Passes over a value that has to begin so, or null. */
    private void skip(int member, char first, String what) {
        byte b = cursor.bytes[cursor.start()];
        if (b != first && b != 'n') {
            throw cursor.malformed(what, cursor.at);
        }
        likenesses.skip(cursor, member);
    }

    /** When the object at the cursor was created; the epoch if it does not say so. Nobody else needs this, so no place is kept. */
    static Instant created(JsonCursor cursor) {
        if (!enter(cursor, METADATA) || !enter(cursor, CREATED) || cursor.bytes[cursor.start()] != '"') {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(cursor.string());
        } catch (DateTimeParseException e) {
            return Instant.EPOCH; // nothing is anchored to what is no time
        }
    }

    /** Moves to a member's value; false if there is none. */
    private static boolean enter(JsonCursor cursor, Names member) {
        if (cursor.skipNull() || !cursor.enterObject()) {
            return false;
        }
        do {
            if (cursor.name(member) != Names.NONE) {
                return true;
            }
            cursor.skipValue();
        } while (cursor.nextMember());
        return false;
    }

    static Map<String, String> strings(JsonCursor cursor) {
        if (cursor.skipNull() || !cursor.enterObject()) {
            return Map.of();
        }
        var map = new HashMap<String, String>();
        do {
            map.put(cursor.name(), cursor.string());
        } while (cursor.nextMember());
        return Map.copyOf(map);
    }

    static List<String> list(JsonCursor cursor) {
        if (cursor.skipNull() || !cursor.enterArray()) {
            return List.of();
        }
        var list = new ArrayList<String>();
        do {
            list.add(cursor.string());
        } while (cursor.nextElement());
        return List.copyOf(list);
    }

    static List<OwnerReference> owners(JsonCursor cursor) {
        if (cursor.skipNull() || !cursor.enterArray()) {
            return List.of();
        }
        var list = new ArrayList<OwnerReference>();
        do {
            var owner = owner(cursor);
            if (owner != null) {
                list.add(owner);
            }
        } while (cursor.nextElement());
        return List.copyOf(list);
    }

    private static @Nullable OwnerReference owner(JsonCursor cursor) {
        if (!cursor.enterObject()) {
            return null;
        }
        String apiVersion = "";
        String kind = "";
        String ownerName = "";
        String ownerUid = "";
        boolean controller = false;
        do {
            switch (cursor.name(OWNER)) {
                case 0 -> apiVersion = cursor.string();
                case 1 -> kind = cursor.string();
                case 2 -> ownerName = cursor.string();
                case 3 -> ownerUid = cursor.string();
                case 4 -> controller = cursor.truth();
                default -> cursor.skipValue();
            }
        } while (cursor.nextMember());
        return new OwnerReference(apiVersion, kind, ownerName, ownerUid, controller);
    }
}
