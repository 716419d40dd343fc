/** What an operator's author uses: operators, controllers, outcomes, the context of a run. */
@NullMarked
package dev.escapement;

import org.jspecify.annotations.NullMarked;
