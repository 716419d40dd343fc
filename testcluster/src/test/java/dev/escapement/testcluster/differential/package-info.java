/** Sends generated scripts of requests to the embedded server and to a real one, and compares what they answer. */
@NullMarked
package dev.escapement.testcluster.differential;

import org.jspecify.annotations.NullMarked;
