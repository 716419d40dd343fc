package dev.escapement;

/**
 * What a timer calls for an object, on a virtual thread; never twice at once for one object, and told to stop by interruption.
 *
 * @param <T> the type of the object
 */
@FunctionalInterface
public interface Timed<T> {
    /**
     * Called at each tick.
     *
     * @param context what belongs to this call; {@link TimerContext#object} is the object
     * @return {@link Outcome#done()} waits for the next tick; {@link Outcome#again} calls once more before it, never after it. Its
     *     status is written as a reconciler's
     * @throws Exception any failure: the call is repeated after a backoff, at the next tick at the latest
     */
    Outcome call(TimerContext<T> context) throws Exception;

    /**
     * The same for code that is given the object, so that it is decoded for each call.
     *
     * @param <T> the type of the object
     */
    @FunctionalInterface
    interface WithObject<T> {
        /** Called at each tick, as {@link Timed#call}. */
        Outcome call(T object, TimerContext<T> context) throws Exception;
    }
}
