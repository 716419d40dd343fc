package dev.escapement.client;

import java.util.List;
import java.util.Map;

/**
 * What the runtime needs to know of an object without decoding it.
 *
 * @param key its namespace and name
 * @param uid differs between an object and a later one of the same name
 * @param resourceVersion changes with every write
 * @param generation changes with its desired state; 0 for kinds that do not count it
 * @param deleting whether it has a deletionTimestamp: it goes once its finalizers are gone
 * @param labels its labels
 * @param annotations its annotations
 * @param owners its owner references
 * @param finalizers its finalizers
 */
public record Header(
        ObjectKey key,
        String uid,
        String resourceVersion,
        long generation,
        boolean deleting,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<OwnerReference> owners,
        List<String> finalizers) {

    /** Whether this version of an object is newer than another. */
    public boolean isNewerThan(Header other) {
        return ResourceVersions.compare(resourceVersion, other.resourceVersion) > 0;
    }
}
