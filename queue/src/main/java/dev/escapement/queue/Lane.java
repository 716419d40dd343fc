package dev.escapement.queue;

/** The keys of one flow that wait at one priority. */
final class Lane {
    final Flow flow;
    final RowList rows;
    /** Whether it is in one of the level's rings. */
    boolean listed;

    Lane(Flow flow, RowList.Links links) {
        this.flow = flow;
        this.rows = new RowList(links);
    }
}
