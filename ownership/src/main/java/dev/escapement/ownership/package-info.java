/** Which replica does what: Lease objects as slots. */
@NullMarked
package dev.escapement.ownership;

import org.jspecify.annotations.NullMarked;
