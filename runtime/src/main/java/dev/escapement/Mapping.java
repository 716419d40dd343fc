package dev.escapement;

import java.util.Collection;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;

/** Which objects of a controller are concerned by a change of some other object. It must be quick: changes wait behind it. */
@FunctionalInterface
public interface Mapping {
    /**
     * Names the objects to be reconciled.
     *
     * @param changed the header of the other object: as it is now, as it was before, or as it was when it went
     */
    Collection<ObjectKey> map(Header changed);
}
