package dev.escapement.queue;

import org.jspecify.annotations.Nullable;

/** The keys of one flow that wait at one priority. */
final class Lane {
    final Flow flow;
    final RowList rows;
    /** Which of the level's rings it is in: one while it has rows, else none. */
    @Nullable
    Ring ring;

    @Nullable
    Lane before;

    @Nullable
    Lane after;

    Lane(Flow flow, RowList.Links links) {
        this.flow = flow;
        this.rows = new RowList(links);
    }
}
