package dev.escapement.ownership;

/** Where a replica stands with a slot. */
public enum SlotState {
    /** Somebody else holds it, or it is not known yet who does. */
    WAITING,
    /** This replica holds it. */
    HELD,
    /** This replica held it, and its work is being stopped. */
    LOST,
    /** This replica has nothing to do with it any more. */
    CLOSED
}
