package dev.escapement.client;

/** One request's place in a {@link GateLane}; its fields are the lane's, under its lock. */
final class GateTicket {
    /** What the lane may do with a ticket. */
    enum Place {
        OUTSIDE,
        WAITING,
        SEATED
    }

    /** Called, without a lock, each time that the request may be sent. */
    final Runnable admitted;

    Place place = Place.OUTSIDE;
    /** Its turn, which it keeps when it is sent again; negative until it has one. */
    long turn = -1;
    /** When it began to wait, or was admitted. */
    long since;
    /** How often the limit had been lowered when it was admitted. */
    long epoch;
    /** How often it was admitted. */
    int admissions;

    GateTicket(Runnable admitted) {
        this.admitted = admitted;
    }
}
