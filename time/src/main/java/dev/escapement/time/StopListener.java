package dev.escapement.time;

/** One that is told of a stop's request, once, as long as it stands in the stop's list; in its parent's list for a child. */
abstract class StopListener extends Listening.Link implements Stop.Registration {
    private final Stop stop;

    StopListener(Stop stop) {
        this.stop = stop;
    }

    /** What it does then. */
    abstract void hear(Reason why);

    /** Begins to listen; is told at once if there is a request already. */
    final void add() {
        var already = stop.add(this);
        if (already != null) {
            tell(already);
        }
    }

    final void tell(Reason why) {
        try {
            hear(why);
        } catch (Throwable failure) {
            Uncaught.report(failure);
        }
    }

    @Override
    public final boolean remove() {
        return stop.remove(this);
    }
}
