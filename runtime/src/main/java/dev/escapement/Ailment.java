package dev.escapement;

/**
 * Something that keeps an operator from processing events as it should.
 *
 * @param part what is concerned: {@code cache widgets}, {@code queue widgets}, {@code daemon tail}
 * @param problem what is wrong, with the object or the place in the code where that is known
 * @param fatal whether nothing but a restart is likely to help
 */
public record Ailment(String part, String problem, boolean fatal) {}
