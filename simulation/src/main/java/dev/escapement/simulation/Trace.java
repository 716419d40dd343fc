package dev.escapement.simulation;

import java.util.ArrayList;
import java.util.List;

/** All that happens in a simulated world, in order: what people want to know as entries, and everything as a digest. */
final class Trace {
    private static final long PRIME = 0x100000001b3L;

    private final WorldTime time;
    private final List<Entry> entries = new ArrayList<>();
    private long digest = 0xcbf29ce484222325L;
    private long steps;

    Trace(WorldTime time) {
        this.time = time;
    }

    /**
     * Something that happened.
     *
     * @param nanos when, since the beginning
     * @param who where it happened, such as {@code operator}
     * @param what what happened, in words
     */
    record Entry(long nanos, String who, String what) {
        @Override
        public String toString() {
            return "%12.6f  %-10s %s".formatted(nanos / 1e9, who, what);
        }
    }

    /** A thread goes on. */
    void step(int host, int choices, int chosen) {
        steps++;
        mix(time.clock().nanos());
        mix(host);
        mix(choices * 31L + chosen);
    }

    /** Something happens that people want to know. */
    void tell(String who, String what) {
        var entry = new Entry(time.clock().nanos(), who, what);
        entries.add(entry);
        mix(entry.nanos);
        mix(who.hashCode() * 31L + what.hashCode());
    }

    private void mix(long value) {
        // FNV-1a over longs, with the high bits brought down
        digest = (digest ^ value) * PRIME;
        digest ^= digest >>> 29;
    }

    /** The same for two worlds in which the same happened in the same order. */
    long digest() {
        return digest;
    }

    /** How often a thread went on. */
    long steps() {
        return steps;
    }

    List<Entry> entries() {
        return entries;
    }
}
