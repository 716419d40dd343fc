package dev.escapement.time;

import java.util.Arrays;

/**
 * Rows in the order of the times at which they are due: a 4-ary min-heap that knows each row's position, so that a row can be
 * moved or removed without a search.
 *
 * <p>Four children a node make the heap half as deep as a binary one, and siblings share a cache line (LaMarca and Ladner,
 * "The Influence of Caches on the Performance of Heaps", 1996). Equal times are ordered by when they were set. All is in
 * arrays of numbers, which move without a word to the garbage collector. Not thread-safe.
 */
final class RowHeap {
    private static final int ARITY = 4;

    private int size;
    private long[] dues = new long[16];
    /** By position, as the times: the row and, in the upper half, its order among equal times. */
    private long[] nodes = new long[16];

    /** By row: its position + 1, or 0 when it is not in the heap. */
    private int[] positions = new int[16];
    /** Counts what is set. It wraps around, so only differences tell. */
    private int order;

    int size() {
        return size;
    }

    boolean contains(int row) {
        return row < positions.length && positions[row] > 0;
    }

    /** Brings near what setting a row begins with. */
    int touch(int row) {
        return row < positions.length ? positions[row] : 0;
    }

    /** Puts a row in, or moves it to another time. */
    void set(int row, long due) {
        if (row >= positions.length) {
            positions = Arrays.copyOf(positions, Math.max(row + 1, RowTable.grown(positions.length)));
        }
        long node = (long) order++ << 32 | row;
        int position = positions[row] - 1;
        if (position < 0) {
            if (size == nodes.length) {
                nodes = Arrays.copyOf(nodes, RowTable.grown(size));
                dues = Arrays.copyOf(dues, RowTable.grown(size));
            }
            siftUp(size++, node, due);
        } else if (due < dues[position]) {
            siftUp(position, node, due);
        } else {
            siftDown(position, node, due);
        }
    }

    boolean remove(int row) {
        if (!contains(row)) {
            return false;
        }
        int position = positions[row] - 1;
        positions[row] = 0;
        long last = nodes[--size];
        long due = dues[size];
        if (position == size) {
            return true;
        }
        if (position > 0 && before(last, due, (position - 1) / ARITY)) {
            siftUp(position, last, due);
        } else {
            siftDown(position, last, due);
        }
        return true;
    }

    /** When a row that is in the heap is due. */
    long due(int row) {
        return dues[positions[row] - 1];
    }

    /** When the earliest row is due; the given value if there is none. */
    long earliest(long none) {
        return size == 0 ? none : dues[0];
    }

    /** Takes the earliest row out if it is due; else -1. */
    int poll(long now) {
        if (size == 0 || dues[0] > now) {
            return -1;
        }
        int first = (int) nodes[0];
        remove(first);
        return first;
    }

    private void siftUp(int from, long node, long due) {
        int position = from;
        while (position > 0) {
            int parent = (position - 1) / ARITY;
            if (!before(node, due, parent)) {
                break;
            }
            place(position, nodes[parent], dues[parent]);
            position = parent;
        }
        place(position, node, due);
    }

    private void siftDown(int from, long node, long due) {
        int position = from;
        while (true) {
            int least = position * ARITY + 1;
            if (least >= size) {
                break;
            }
            int end = Math.min(least + ARITY, size);
            long leastDue = dues[least];
            for (int child = least + 1; child < end; child++) {
                boolean less = dues[child] < leastDue || (dues[child] == leastDue && nodes[child] - nodes[least] < 0);
                least = less ? child : least;
                leastDue = Math.min(dues[child], leastDue);
            }
            if (before(node, due, least)) {
                break;
            }
            place(position, nodes[least], dues[least]);
            position = least;
        }
        place(position, node, due);
    }

    private boolean before(long node, long due, int position) {
        long other = dues[position];
        return due < other || (due == other && (int) ((node - nodes[position]) >>> 32) < 0);
    }

    private void place(int position, long node, long due) {
        nodes[position] = node;
        dues[position] = due;
        positions[(int) node] = position + 1;
    }
}
