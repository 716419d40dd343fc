package dev.escapement.cache;

/**
 * Who is told of changes in a cache. It is called on the thread that brings the changes, one at a time for each
 * selection that the cache is fed from, and must neither block nor throw: all further changes wait behind it.
 */
@FunctionalInterface
public interface ChangeListener {
    /** Something has changed. */
    void changed(Change change);
}
