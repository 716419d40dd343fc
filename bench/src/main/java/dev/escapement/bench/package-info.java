/** The operator benchmark: one workload, which other frameworks' programs run as well. */
@NullMarked
package dev.escapement.bench;

import org.jspecify.annotations.NullMarked;
