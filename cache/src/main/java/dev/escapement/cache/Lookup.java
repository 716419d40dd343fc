package dev.escapement.cache;

import java.util.Set;

/**
 * A way to find objects by an index.
 *
 * @param index which one
 * @param values any of which the objects have
 */
record Lookup(Index index, Set<String> values) {}
