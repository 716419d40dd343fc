package dev.escapement.simulation;

import org.junit.jupiter.api.Test;

class MirrorTest {
    @Test
    void roughly() {
        for (var profile : Profile.values()) {
            long t = System.nanoTime();
            System.out.println(profile + " " + Mirror.simulation().faults(profile).seeds(100).play() + (System.nanoTime() - t) / 1000000);
        }
    }
}
