package dev.escapement.apiserver;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Random (version 4) uids from a given source. */
record Uids(RandomGenerator random) {
    UUID next() {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
