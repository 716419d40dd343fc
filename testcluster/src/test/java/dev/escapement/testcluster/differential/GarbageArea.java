package dev.escapement.testcluster.differential;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the garbage collector leaves of objects that own each other, once it has no more work. */
final class GarbageArea implements Area {
    private static final int OBJECTS = 8;
    private static final int DELETIONS = 2;
    private static final int CHAIN = 6;

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        for (int i = 0; i < OBJECTS; i++) {
            // Only owners that exist, or have a uid that never did; the chains are at most four long.
            var owners = Tree.array();
            for (int k = i == 0 ? 0 : dice.below(3); k > 0; k--) {
                owners.add(owner("o" + dice.below((i + 1) / 2), dice));
            }
            if (dice.oneIn(8)) {
                owners.add(reference("gone", "123e4567-e89b-12d3-a456-426614174000"));
            }
            create(draft, "o" + i, owners);
        }
        for (int i = 0; i < DELETIONS; i++) {
            settle(draft, "before-" + i + "-");
            var policy = dice.any("Background", "Foreground", "Orphan");
            var options = Tree.object("propagationPolicy", policy);
            draft.add(Step.of("DELETE", Kind.CONFIG_MAP.path("o" + i))
                    .json(options.toString())
                    .as(Step.Sort.SENT));
        }
        settle(draft, "last-");
    }

    private static void create(Draft draft, String name, ArrayNode owners) {
        var object = Kind.CONFIG_MAP.object(name);
        ((ObjectNode) object.path("metadata")).set("ownerReferences", owners);
        draft.add(
                Step.of("POST", Kind.CONFIG_MAP.path()).json(object.toString()).as(Step.Sort.SENT));
    }

    /** When the end of a long chain is gone whose deletion began later, the collector has done all that it had to do before. */
    private static void settle(Draft draft, String prefix) {
        for (int i = 0; i < CHAIN; i++) {
            var owner = prefix + (i - 1);
            create(draft, prefix + i, i == 0 ? Tree.array() : Tree.array(reference(owner, "${uid:" + owner + "}")));
        }
        draft.add(Step.of("DELETE", Kind.CONFIG_MAP.path(prefix + 0)).as(Step.Sort.SENT));
        draft.add(Step.of("GET", Kind.CONFIG_MAP.path(prefix + (CHAIN - 1))).as(Step.Sort.GONE));
        draft.add(Step.of("GET", Kind.CONFIG_MAP.path()).as(Step.Sort.SETTLE));
    }

    private static ObjectNode reference(String name, String uid) {
        return Tree.object("apiVersion", "v1", "kind", "ConfigMap", "name", name, "uid", uid);
    }

    private static ObjectNode owner(String name, Dice dice) {
        var owner = reference(name, "${uid:" + name + "}");
        for (var flag : List.of("controller", "blockOwnerDeletion")) {
            if (dice.oneIn(3)) {
                owner.put(flag, dice.oneIn(2));
            }
        }
        return owner;
    }
}
