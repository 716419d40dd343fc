/** Keyed work queues. */
@NullMarked
package dev.escapement.queue;

import org.jspecify.annotations.NullMarked;
