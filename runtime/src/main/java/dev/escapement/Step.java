package dev.escapement;

/**
 * The author's code of one step of {@link Steps}. It is plain blocking code on a virtual thread of its own, and is interrupted
 * when its time is over.
 *
 * @param <T> the type of the objects
 */
@FunctionalInterface
public interface Step<T> {
    /**
     * Does the step, or looks whether it is done.
     *
     * @param object the caller's own copy of its newest known state
     * @param context what belongs to this call; it throws once the step has been abandoned
     * @return whether it is done, is to be called again, or failed
     * @throws Exception any failure of this attempt, as {@link StepResult#failed}
     */
    StepResult run(T object, StepContext context) throws Exception;
}
