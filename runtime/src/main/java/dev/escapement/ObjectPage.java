package dev.escapement;

import java.util.List;

/**
 * A part of what a query has found.
 *
 * @param total how many objects were found
 * @param objects those of the page, by controller, namespace and name; retried ones by when that is due
 */
public record ObjectPage(int total, List<ObjectView> objects) {}
