package dev.escapement.time;

/**
 * Rows that were due together, in their order, each with its time and node as in the {@link RowHeap} that they come from. What is
 * taken or removed leaves a gap.
 *
 * <p>They are sorted digit by digit, the least one first (Knuth, The Art of Computer Programming, volume 3, section 5.2.5,
 * algorithm R): of a burst only few bits differ, so there are few rounds, and each reads from front to back.
 */
final class Run {
    private static final int DIGIT = 11;
    private static final int VALUES = 1 << DIGIT;
    /** A node that was removed. */
    private static final long GONE = -1;

    private long[] dues;
    private long[] nodes;
    private final int count;
    private int head;
    private int size;

    /** At least one, which have been put at the beginning of two arrays that are the run's then. */
    Run(long[] dues, long[] nodes, int count) {
        this.dues = dues;
        this.nodes = nodes;
        this.count = count;
        this.size = count;
        sort();
    }

    private Run(long[] dues, long[] nodes) {
        this.dues = dues;
        this.nodes = nodes;
        this.count = 0;
    }

    /** How many are left. */
    int size() {
        return size;
    }

    /** When the first one is due. */
    long due() {
        return dues[head];
    }

    /** The first one's node. */
    long node() {
        return nodes[head];
    }

    long due(int index) {
        return dues[index];
    }

    int row(int index) {
        return (int) nodes[index];
    }

    /** Takes out the one at an index; the first one that is left is the head. */
    void remove(int index) {
        nodes[index] = GONE;
        size--;
        while (head < count && nodes[head] == GONE) {
            head++;
        }
    }

    private void sort() {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        int first = order(nodes[0]);
        int before = 0;
        int behind = 0;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, dues[i]);
            most = Math.max(most, dues[i]);
            int distance = order(nodes[i]) - first; // it wraps around, so only differences tell
            before = Math.min(before, distance);
            behind = Math.max(behind, distance);
        }
        var spare = new Run(new long[count], new long[count]);
        for (int shift = 0; shift < Integer.SIZE && (behind - before) >>> shift != 0; shift += DIGIT) {
            round(spare, false, first + before, shift);
        }
        for (int shift = 0; shift < Long.SIZE && (most - least) >>> shift != 0; shift += DIGIT) {
            round(spare, true, least, shift);
        }
    }

    /** Sorts by one digit of the time or of the order in which they were set, and leaves the order among equal ones. */
    private void round(Run spare, boolean byTime, long least, int shift) {
        var places = new int[VALUES];
        for (int i = 0; i < count; i++) {
            places[digit(i, byTime, least, shift)]++;
        }
        int sum = 0;
        for (int i = 0; i < VALUES; i++) {
            int first = sum;
            sum += places[i];
            places[i] = first;
        }
        for (int i = 0; i < count; i++) {
            int place = places[digit(i, byTime, least, shift)]++;
            spare.dues[place] = dues[i];
            spare.nodes[place] = nodes[i];
        }
        var sortedDues = spare.dues;
        var sortedNodes = spare.nodes;
        spare.dues = dues;
        spare.nodes = nodes;
        dues = sortedDues;
        nodes = sortedNodes;
    }

    private int digit(int i, boolean byTime, long least, int shift) {
        long value = byTime ? dues[i] - least : order(nodes[i]) - (int) least;
        return (int) (value >>> shift) & VALUES - 1;
    }

    private static int order(long node) {
        return (int) (node >>> 32);
    }
}
