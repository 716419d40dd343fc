package dev.escapement;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;

/**
 * What is told of an object, once.
 *
 * @param kind the kind of the object
 * @param object its namespace and name
 * @param uid its uid
 * @param tone how it is meant
 * @param reason in one word
 * @param action in one word
 * @param note for people; at most 1 kB
 * @param gist the note without what differs between notes that say the same
 */
record Told(
        Kind kind,
        ObjectKey object,
        String uid,
        Events.Tone tone,
        String reason,
        String action,
        String note,
        String gist) {
    private static final String COMBINED = "(combined from similar events): ";
    /** What the API server takes, in bytes: NoteLengthLimit and ReasonLengthLimit in pkg/apis/core/validation/events.go. */
    private static final int NOTE = 1024;

    private static final int WORD = 128;
    /**
     * What is never the same twice: instants, uids, durations, hashes and addresses, and long numbers such as a resourceVersion.
     * Short numbers stay, as "scaled to 3" does not say the same as "scaled to 4".
     */
    private static final Pattern VOLATILE = Pattern.compile("""
            \\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d)?\
            |\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b\
            |\\b(\\d+h)?(\\d+m)?\\d+(\\.\\d+)?\\s?(ns|us|µs|ms|min|s|h)\\b\
            |\\b0x[0-9a-f]+\\b|\\b(?=[a-f]*\\d)[0-9a-f]{8,}\\b|\\d{5,}""", Pattern.CASE_INSENSITIVE);

    static Told of(
            Kind kind, ObjectKey object, String uid, Events.Tone tone, String reason, String action, String note) {
        var kept = cut(note.strip(), NOTE);
        var gist = VOLATILE.matcher(kept).replaceAll("#");
        return new Told(kind, object, uid, tone, cut(reason, WORD), cut(action, WORD), kept, gist);
    }

    /** The same for many notes that differ; this one stands for them. */
    Told combined() {
        return new Told(kind, object, uid, tone, reason, action, cut(COMBINED + note, NOTE), COMBINED);
    }

    /** What a series has in common: that of one object which says the same. Not its version, which changes with each write. */
    Key key() {
        return new Key(uid, object, tone, reason, action, gist);
    }

    /** What similar series have in common: all but the note. */
    Key similar() {
        return new Key(uid, object, tone, reason, action, "");
    }

    /** What is compared. */
    record Key(String uid, ObjectKey object, Events.Tone tone, String reason, String action, String gist) {
        /** The same in each process, which that of an enum is not: the names of Events follow from it. */
        @Override
        public int hashCode() {
            return Objects.hash(uid, object, tone.name(), reason, action, gist);
        }
    }

    /** At most so many bytes of UTF-8, whole characters. */
    private static String cut(String text, int most) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= most) {
            return text;
        }
        int end = most - 3;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "...";
    }
}
