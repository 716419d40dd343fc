package dev.escapement.client;

import org.jspecify.annotations.Nullable;

/**
 * The {@link Likeness likenesses} of one list or stream, by places that its objects have in common. Used by one thread at a time.
 *
 * <p>They keep texts of up to {@link #PLACES} places, of up to {@link LikenessPlace#LONGEST} bytes twice, as a rule two objects in all.
 */
final class Likenesses {
    /** For a single object: nothing is kept. */
    static final Likenesses NONE = new Likenesses(0);

    private static final int PLACES = 16;

    private final @Nullable LikenessPlace[] places;

    Likenesses() {
        this(PLACES);
    }

    private Likenesses(int places) {
        this.places = new @Nullable LikenessPlace[places];
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
