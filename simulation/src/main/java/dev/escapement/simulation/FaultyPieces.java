package dev.escapement.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Cuts bytes where no sender would. */
final class FaultyPieces {
    private static final int MOST = 4;

    private FaultyPieces() {}

    /** The same bytes in one to four pieces, none of which is empty. */
    static List<byte[]> of(byte[] bytes, RandomGenerator random) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int left = random.nextInt(MOST); left > 0 && bytes.length - from > 1; left--) {
            int to = from + 1 + random.nextInt(bytes.length - from - 1);
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }
}
