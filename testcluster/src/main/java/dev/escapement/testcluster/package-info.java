/** Clusters for tests. */
@NullMarked
package dev.escapement.testcluster;

import org.jspecify.annotations.NullMarked;
