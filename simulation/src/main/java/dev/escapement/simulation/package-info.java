/** An operator and an API server in one JVM, for tests. */
@NullMarked
package dev.escapement.simulation;

import org.jspecify.annotations.NullMarked;
