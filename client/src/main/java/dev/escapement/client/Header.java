package dev.escapement.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the runtime needs to know of an object without decoding it.
 *
 * <p>It is read off the object's JSON when it is asked for, but for the key, the version and the generation: reading the rest
 * costs some tens of nanoseconds, keeping it would cost more memory than all else that is known of an object.
 */
public sealed interface Header permits RawObject {
    /** Its namespace and name. */
    ObjectKey key();

    /** Differs between an object and a later one of the same name. */
    String uid();

    /** Changes with every write. */
    String resourceVersion();

    /** Changes with its desired state; 0 for kinds that do not count it. */
    long generation();

    /** Whether it has a deletionTimestamp: it goes once its finalizers are gone. */
    boolean deleting();

    /** When it was created, in whole seconds as API servers count; 1970-01-01T00:00:00Z if it does not say so. */
    Instant created();

    /** Its labels. */
    Map<String, String> labels();

    /** Its annotations. */
    Map<String, String> annotations();

    /** Its owner references. */
    List<OwnerReference> owners();

    /** Its finalizers. */
    List<String> finalizers();

    /** Whether this version of an object is newer than another. */
    boolean isNewerThan(Header other);
}
