package dev.escapement.cache;

/**
 * What a cache holds.
 *
 * @param resource of what, such as {@code deployments.apps}
 * @param selection which of them, in words; empty for all
 * @param objects how many
 * @param bytes how much memory they take, roughly: their JSON, and an estimate for the tables, names and indexes around it
 *     (260 bytes for an object, 120 for each value that finds it). What was made of them for views is not counted.
 */
public record CacheStats(String resource, String selection, long objects, long bytes) {}
