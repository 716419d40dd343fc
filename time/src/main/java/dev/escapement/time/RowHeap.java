package dev.escapement.time;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of the times at which they are due: a 4-ary min-heap that knows each row's position, so that a row can be
 * moved or removed without a search.
 *
 * <p>Four children a node make the heap half as deep as a binary one, and siblings share a cache line (LaMarca and Ladner,
 * "The Influence of Caches on the Performance of Heaps", 1996). Equal times are ordered by when they were set. All is in
 * arrays of numbers, which move without a word to the garbage collector. When most rows are due at once, they are taken out
 * together and sorted, see {@link Run}. Not thread-safe.
 */
final class RowHeap {
    /** 146 years in nanoseconds: times that are no further than this from zero can be told apart by their difference. */
    static final long FURTHEST = Long.MAX_VALUE / 2;

    private static final int ARITY = 4;
    /** After so many that were polled one by one it is looked whether many more are due. */
    private static final int LOOK = 64;
    /** How many rows are looked at then. */
    private static final int SAMPLE = 32;
    /** With fewer rows the heap is in the processor's caches. */
    private static final int MANY = 2_048;
    /** More at a time would keep others waiting for longer than some milliseconds. */
    private static final int TOO_MANY = 1 << 18;

    private int size;
    private long[] dues = new long[16];
    /** By position, as the times: the row and, in the upper half, its order among equal times. */
    private long[] nodes = new long[16];

    /** By row: its position in the heap + 1; its index in the run, negative and - 1; or 0 when it is in neither. */
    private int[] positions = new int[16];
    /** Counts what is set. It wraps around, so only differences tell. */
    private int order;
    /** The earliest of a burst, when they have been taken out of the heap together. */
    private @Nullable Run run;
    /** How many were polled one by one since it was looked whether there are many. */
    private int polled;

    int size() {
        return run == null ? size : size + run.size();
    }

    boolean contains(int row) {
        return row < positions.length && positions[row] != 0;
    }

    /** Brings near what setting a row begins with. */
    int touch(int row) {
        return row < positions.length ? positions[row] : 0;
    }

    /** Puts a row in, or moves it to another time; one that is further than {@link #FURTHEST} from zero is taken as that. */
    void set(int row, long time) {
        long due = Math.clamp(time, -FURTHEST, FURTHEST);
        if (row >= positions.length) {
            positions = Arrays.copyOf(positions, Math.max(row + 1, RowTable.grown(positions.length)));
        }
        long node = (long) order++ << 32 | row;
        if (positions[row] < 0) {
            removeFromRun(row);
        }
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
        if (positions[row] < 0) {
            removeFromRun(row);
            return true;
        }
        removeAt(positions[row] - 1);
        return true;
    }

    private void removeAt(int position) {
        positions[(int) nodes[position]] = 0;
        long last = nodes[--size];
        long due = dues[size];
        if (position == size) {
            return;
        }
        if (position > 0 && before(last, due, (position - 1) / ARITY)) {
            siftUp(position, last, due);
        } else {
            siftDown(position, last, due);
        }
    }

    private void removeFromRun(int row) {
        var all = burst();
        all.remove(-positions[row] - 1);
        positions[row] = 0;
        if (all.size() == 0) {
            run = null;
        }
    }

    private Run burst() {
        return Objects.requireNonNull(run, "rows with a negative position are in the run");
    }

    /** When a row that is in the heap is due. */
    long due(int row) {
        int position = positions[row];
        return position > 0 ? dues[position - 1] : burst().due(-position - 1);
    }

    /** When the earliest row is due; the given value if there is none. */
    long earliest(long none) {
        if (run != null && runIsFirst(run)) {
            return run.due();
        }
        return size == 0 ? none : dues[0];
    }

    /** Takes the earliest row out if it is due; else -1. */
    int poll(long now) {
        if (run != null && runIsFirst(run)) {
            return pollRun(run, now);
        }
        if (size == 0 || dues[0] > now) {
            return -1;
        }
        if (++polled == LOOK) {
            polled = 0;
            if (run == null && areManyDue(now)) {
                run = takeOut(now);
                return pollRun(run, now);
            }
        }
        int first = (int) nodes[0];
        removeAt(0);
        return first;
    }

    private boolean runIsFirst(Run all) {
        return size == 0 || before(all.node(), all.due(), 0);
    }

    private int pollRun(Run all, long now) {
        if (all.due() > now) {
            return -1;
        }
        int first = (int) all.node();
        removeFromRun(first);
        return first;
    }

    /** Whether most rows are due, as far as some that are evenly spread tell. */
    private boolean areManyDue(long now) {
        if (size < MANY || size > TOO_MANY) {
            return false;
        }
        int due = 0;
        for (int i = 0; i < SAMPLE; i++) {
            due += dues[(int) ((long) size * i / SAMPLE)] <= now ? 1 : 0;
        }
        return due > SAMPLE / 2;
    }

    /** Takes out all rows that are due. One after the other, each would cost a way through the whole heap. */
    private Run takeOut(long now) {
        var runDues = new long[size];
        var runNodes = new long[size];
        int count = 0;
        int left = 0;
        for (int i = 0; i < size; i++) {
            if (dues[i] <= now) {
                runDues[count] = dues[i];
                runNodes[count++] = nodes[i];
            } else {
                place(left++, nodes[i], dues[i]);
            }
        }
        size = left;
        for (int i = (left - 2) / ARITY; i >= 0 && left > 1; i--) {
            siftDown(i, nodes[i], dues[i]);
        }
        var all = new Run(runDues, runNodes, count);
        for (int i = 0; i < count; i++) {
            positions[all.row(i)] = -i - 1;
        }
        return all;
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
                long difference = dues[child] - leastDue;
                if (difference == 0) {
                    difference = nodes[child] - nodes[least];
                }
                least = difference < 0 ? child : least;
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
