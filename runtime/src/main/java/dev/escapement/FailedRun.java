package dev.escapement;

/** An outcome of failure on its way to where failures are handled. */
final class FailedRun extends Exception {
    private static final long serialVersionUID = 1;

    final transient Outcome.Failed outcome;

    FailedRun(Outcome.Failed outcome) {
        super(outcome.reason(), null, false, false);
        this.outcome = outcome;
    }
}
