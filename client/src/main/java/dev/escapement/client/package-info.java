/** The API client: requests, frames, skimming and watches. */
@NullMarked
package dev.escapement.client;

import org.jspecify.annotations.NullMarked;
