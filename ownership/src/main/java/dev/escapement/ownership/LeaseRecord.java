package dev.escapement.ownership;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a Lease's spec says. Its times are of the holder's wall clock: they are written for people, and compared with
 * each other to see a renewal, but never with the clock of this replica.
 *
 * @param holder empty if it is free
 * @param seconds how long it lasts after a renewal; 0 if it does not say
 * @param acquired when the holder took it; may be empty
 * @param renewed when the holder last renewed it; may be empty
 * @param transitions how often it went from one holder to another
 */
record LeaseRecord(String holder, int seconds, String acquired, String renewed, int transitions) {
    /** Kubernetes' MicroTime, which has always six digits. */
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static LeaseRecord of(JsonNode lease) {
        var spec = lease.path("spec");
        return new LeaseRecord(
                spec.path("holderIdentity").asText(""),
                spec.path("leaseDurationSeconds").asInt(0),
                spec.path("acquireTime").asText(""),
                spec.path("renewTime").asText(""),
                spec.path("leaseTransitions").asInt(0));
    }

    /** The first one, of a Lease that is created. */
    static LeaseRecord first(String identity, SlotTimes times, Instant now) {
        return new LeaseRecord(identity, (int) times.lease().toSeconds(), micros(now), micros(now), 0);
    }

    /** Taken over, or renewed if it is the identity's already. */
    LeaseRecord heldBy(String identity, SlotTimes times, Instant now) {
        boolean same = holder.equals(identity);
        return new LeaseRecord(
                identity,
                (int) times.lease().toSeconds(),
                same ? acquired : micros(now),
                micros(now),
                same ? transitions : transitions + 1);
    }

    /** Given back: free, and for replicas that look at the duration only, over in a second (as client-go does it). */
    LeaseRecord released(Instant now) {
        return new LeaseRecord("", 1, micros(now), micros(now), transitions);
    }

    /** Puts it into a Lease, and leaves alone what this class does not know. */
    void writeTo(ObjectNode lease) {
        var spec = lease.withObjectProperty("spec");
        spec.put("holderIdentity", holder);
        spec.put("leaseDurationSeconds", seconds);
        spec.put("acquireTime", acquired);
        spec.put("renewTime", renewed);
        spec.put("leaseTransitions", transitions);
    }

    private static String micros(Instant time) {
        return MICROS.format(time);
    }
}
