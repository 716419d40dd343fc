package dev.escapement.queue;

/** Placeholder. */
public interface WorkQueue {}
