package dev.escapement.ownership;

import java.time.Duration;

/** What to do about a slot. */
sealed interface Decision {
    /** Write own name into it. */
    record Acquire() implements Decision {}

    /** Write that one still holds it. */
    record Renew() implements Decision {}

    /** Nothing, for a while. */
    record Wait(Duration pause) implements Decision {}

    /** Stop the work: it is somebody else's, or might soon be. */
    record Lost(String reason) implements Decision {}
}
