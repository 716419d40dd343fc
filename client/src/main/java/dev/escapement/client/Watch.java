package dev.escapement.client;

/** A watch that is open. */
public interface Watch {
    /** Ends the watch; its listener hears of no further frame, and of its end at most once. */
    void cancel();
}
