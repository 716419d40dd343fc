package dev.escapement.testcluster.differential;

/** One part of the API, and how scripts for it are written. */
interface Area {
    /** Writes requests; their number and content follow from the draft's dice. */
    void write(Draft draft);
}
