/** An embedded Kubernetes API server. */
@NullMarked
package dev.escapement.apiserver;

import org.jspecify.annotations.NullMarked;
