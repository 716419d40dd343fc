package dev.escapement.queue;

/**
 * A list of rows that is linked through columns, so that a row is put in and taken out at any place without a search and
 * without allocation. Lists over the same links must have no row in common.
 */
final class RowList {
    static final int NONE = -1;

    /** The columns that lists are linked through: by row, the rows before and after it. */
    static final class Links {
        private int[] before = new int[16];
        private int[] after = new int[16];

        void grow(int rows) {
            before = Columns.grown(before, rows);
            after = Columns.grown(after, rows);
        }
    }

    private final Links links;
    private int first = NONE;
    private int last = NONE;
    private int size;

    RowList(Links links) {
        this.links = links;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The first row, or -1. */
    int first() {
        return first;
    }

    /** The row after one that is in the list, or -1. */
    int after(int row) {
        return links.after[row];
    }

    void add(int row) {
        links.before[row] = last;
        links.after[row] = NONE;
        if (last == NONE) {
            first = row;
        } else {
            links.after[last] = row;
        }
        last = row;
        size++;
    }

    void remove(int row) {
        int before = links.before[row];
        int after = links.after[row];
        if (before == NONE) {
            first = after;
        } else {
            links.after[before] = after;
        }
        if (after == NONE) {
            last = before;
        } else {
            links.before[after] = before;
        }
        size--;
    }
}
