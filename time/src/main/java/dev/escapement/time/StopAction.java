package dev.escapement.time;

import java.util.function.Consumer;

/** An action for a stop's request. */
final class StopAction extends StopListener {
    private final Consumer<Reason> action;

    StopAction(Stop stop, Consumer<Reason> action) {
        super(stop);
        this.action = action;
    }

    @Override
    void hear(Reason why) {
        action.accept(why);
    }
}
