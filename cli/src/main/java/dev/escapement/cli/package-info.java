/** The esc command. */
@NullMarked
package dev.escapement.cli;

import org.jspecify.annotations.NullMarked;
