package dev.escapement;

/** What a failure means for the object whose run it ended. */
public enum Verdict {
    /** It may pass: the run is tried again after the controller's backoff, or after as long as the server asks for. */
    RETRY,
    /** Somebody else was faster (409): the run is tried at once on a fresh copy of the object; when that does not help, as RETRY. */
    REFRESH,
    /** It is none: there is nothing left to be done. */
    DONE,
    /** No further attempt can help before the object changes: it becomes a dead letter. */
    TERMINAL
}
