/** Time as a dependency: one clock, its timers, backoff and the waits built on them. */
@NullMarked
package dev.escapement.time;

import org.jspecify.annotations.NullMarked;
