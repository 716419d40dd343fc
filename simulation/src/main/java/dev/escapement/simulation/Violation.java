package dev.escapement.simulation;

/** Something that must hold does not. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String what) {
        super(what);
    }
}
