package dev.escapement.ownership;

/**
 * The work that a slot allows. Its methods are called one at a time, each {@code acquired} followed by one {@code lost}, on a
 * virtual thread that does not keep the slot: they may block, but must not close it.
 */
public interface SlotListener {
    /**
     * The slot is held: start the work. It is interrupted if the slot is lost in the meantime; if it throws, the slot is given
     * back.
     */
    void acquired() throws InterruptedException;

    /**
     * The slot is lost, or about to be given back: stop the work, and return when it writes no more. Until then the slot is
     * neither given back nor taken again by this replica; but when it was lost, others take it after {@code lease -
     * renewDeadline}. While it is being given back it is still renewed; an interrupt says that this has failed and that there
     * is no more time. If this throws, the work counts as not stopped, and the replica never takes the slot again.
     *
     * @param reason for people
     */
    void lost(String reason) throws InterruptedException;
}
