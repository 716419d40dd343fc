package dev.escapement;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;

/** Asks a controller's classifier, which is an author's code: whatever it does itself, there is an answer. */
final class Verdicts {
    private final Classifier classifier;
    private final Logger log;
    private final AtomicBoolean isTold = new AtomicBoolean();

    Verdicts(Classifier classifier, Logger log) {
        this.classifier = classifier;
        this.log = log;
    }

    /** What a failure means; what {@linkplain Classifier#standard most} would say if the controller's own has no answer. */
    @SuppressWarnings("ConstantValue") // an author's code may return null all the same
    Verdict of(Throwable failure) {
        try {
            var verdict = classifier.classify(failure);
            if (verdict != null) {
                return verdict;
            }
            tell(failure, new NullPointerException("the classifier returned null"));
        } catch (RuntimeException | Error e) {
            tell(failure, e);
        }
        return Classifier.standard().classify(failure);
    }

    private void tell(Throwable failure, Throwable own) {
        if (isTold.compareAndSet(false, true)) {
            log.error(
                    "the classifier of failures failed at {}, which is treated as usual; this is said once",
                    Failures.describe(failure),
                    own);
        } else {
            log.debug("the classifier of failures failed at {}", Failures.describe(failure), own);
        }
    }
}
