package dev.escapement;

/**
 * Says what failures mean. A controller's own asks the {@linkplain #standard standard} one about what it does not know:
 *
 * <pre>{@code
 * controller.failures(failure -> failure instanceof CardDeclined
 *         ? Verdict.TERMINAL
 *         : Classifier.standard().classify(failure));
 * }</pre>
 */
@FunctionalInterface
public interface Classifier {
    /**
     * Classifies what a run of the author's code threw.
     *
     * @param failure as it was thrown; the answer of the API server may be among its causes
     */
    Verdict classify(Throwable failure);

    /**
     * What most failures mean:
     *
     * <ul>
     *   <li>409 is REFRESH;
     *   <li>what the API server will not accept however often it is sent (400, 403, 405, 406, 413, 415, 422) is TERMINAL, and so
     *       are {@link TerminalException} and an object that does not fit its class; a 403 for a quota that is used up may pass;
     *   <li>everything else is RETRY: 5xx, 429, 408, 401 (credentials are renewed), 404 of other objects, no answer at all, and
     *       whatever an author's code throws.
     * </ul>
     *
     * <p>A 404 that says that the reconciled object is gone never gets here: then there is nothing left to do.
     */
    static Classifier standard() {
        return Failures::verdict;
    }
}
