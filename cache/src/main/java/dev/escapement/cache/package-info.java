/** Local copies of API objects, kept as bytes. */
@NullMarked
package dev.escapement.cache;

import org.jspecify.annotations.NullMarked;
