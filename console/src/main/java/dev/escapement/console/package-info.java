/** What people who run operators look at: health, metrics and the web page. */
@NullMarked
package dev.escapement.console;

import org.jspecify.annotations.NullMarked;
