package dev.escapement.cache;

import java.time.Duration;

/**
 * What a cache holds.
 *
 * @param resource of what, such as {@code deployments.apps}
 * @param selection which of them, in words; empty for all
 * @param objects how many
 * @param bytes how much memory they take, roughly: their JSON, and an estimate for the tables, names and indexes around it
 *     (260 bytes for an object, 120 for each value that finds it). What was made of them for views is not counted.
 * @param watches how many watches were begun since the start; one of each selection, and one for each that ended or broke
 * @param quiet how long ago the last report came, a bookmark included, which an API server sends about once a minute
 */
public record CacheStats(String resource, String selection, long objects, long bytes, long watches, Duration quiet) {}
