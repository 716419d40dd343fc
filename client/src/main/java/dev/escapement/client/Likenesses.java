package dev.escapement.client;

import org.jspecify.annotations.Nullable;

/**
 * What the objects of one list or stream have in common: the {@link Likeness likenesses} of the values at their places, and the
 * order of their members. Used by one thread at a time.
 *
 * <p>It is bounded: two texts of up to {@link LikenessPlace#LONGEST} bytes for each of {@link #PLACES} places; as a rule they
 * are two objects in all.
 */
final class Likenesses {
    /** For a single object: nothing is kept. */
    static final Likenesses NONE = new Likenesses(0);

    private static final int PLACES = 16;

    private final @Nullable LikenessPlace[] places;
    /** Of an object's members, and of those of its metadata. */
    final MemberOrder ofObject;

    final MemberOrder ofMetadata;

    Likenesses() {
        this(PLACES);
    }

    private Likenesses(int places) {
        this.places = new @Nullable LikenessPlace[places];
        this.ofObject = new MemberOrder(Skimmer.METADATA, places);
        this.ofMetadata = new MemberOrder(Skimmer.MEMBERS, places);
    }

    /** Passes over a value of any kind, with what is known of this place; what is no place is merely passed over. */
    void skip(JsonCursor cursor, int place) {
        byte first = cursor.bytes[cursor.start()];
        if (place < places.length && (first == '{' || first == '[')) {
            at(place).skip(cursor);
        } else {
            cursor.skipValue();
        }
    }

    private LikenessPlace at(int place) {
        var known = places[place];
        if (known == null) {
            known = new LikenessPlace();
            places[place] = known;
        }
        return known;
    }
}
