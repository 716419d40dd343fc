package dev.escapement.time;

/** Placeholder. */
public interface Clock {}
