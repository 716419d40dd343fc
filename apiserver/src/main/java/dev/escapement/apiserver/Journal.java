package dev.escapement.apiserver;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;

/** Where a store's changes are made durable. Called under the store's lock. */
interface Journal extends Closeable {
    /** Receives what was kept: a snapshot's revision and objects, then the changes after it. */
    interface Loader {
        void snapshot(long revision);

        void object(Stored stored);

        void change(long revision, boolean deletion, Stored stored);
    }

    void load(Loader loader) throws IOException;

    /** Makes one change durable, or throws so that it does not happen. */
    void append(Change change);

    boolean wantsSnapshot();

    /** Puts all objects in the place of the changes up to a revision. If that fails, the changes stay, and it is not thrown. */
    void snapshot(long revision, Iterator<Stored> objects);

    /** Keeps nothing. */
    Journal NONE = new Journal() {
        @Override
        public void load(Loader loader) {}

        @Override
        public void append(Change change) {}

        @Override
        public boolean wantsSnapshot() {
            return false;
        }

        @Override
        public void snapshot(long revision, Iterator<Stored> objects) {}

        @Override
        public void close() {}
    };
}
